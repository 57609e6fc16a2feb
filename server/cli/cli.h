/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/conf.h"
#include "base/err.h"

struct arena;
struct db;

/* What main hands in: the concrete parts, which nothing else names. */
struct cli_host {
	enum err (*db_open)(const char *path, struct db **out, struct fail *f);
	struct bytes web; /* the packed web app */
};

/*
 * One command of the program at work. Settings are read; what is left of the
 * command line are the operands. Results go to stdout, everything else
 * (progress, notes, errors) to stderr.
 */
struct cli {
	const struct cli_host *host;
	struct arena          *a;
	struct conf            conf;
	enum conf_source      *sources; /* [conf_keys_n]: where each setting comes from */
	struct clock           clock;
	char                 **args; /* operands, NULL-ended */
	int                    args_n;
	bool                   json; /* --json: one JSON value on stdout */
	bool                   csv;  /* --csv, of a verb that has one; not both */
};

/* What a flag that may be given several times was given. */
struct cli_words {
	const char **p;
	size_t       n;
};

/*
 * A flag of a verb, beside the settings that every verb takes. Its member: bool
 * for FLAG, const char * for VALUE (the last one counts), struct cli_words for WORDS.
 */
enum { OPTION_FLAG, OPTION_VALUE, OPTION_WORDS };
struct cli_option {
	const char *name; /* "dry-run" */
	int         kind;
	size_t      at;
	const char *value; /* "NAME", for the help; NULL for a FLAG */
	const char *doc;
};

/*
 * A verb is a row: run() gets the decoded options (a struct of options_size
 * bytes, zeroed where not given) and the operands. A failure is printed as one
 * line by the caller, and the exit status is 1; wrong usage (ERR_INVALID) is 2.
 */
struct verb {
	const char *name, *operands; /* "import", "FILE..." */
	const char *doc;
	enum err (*run)(struct cli *c, const void *options, struct fail *f);
	const struct cli_option *options;
	size_t                   options_n, options_size;
	int                      args_min, args_max; /* operands */
	const char              *csv;                /* what --csv writes; NULL = it is refused */
	const char              *help;               /* more text for --help; may be NULL */
	bool                     hidden;             /* not for people */
};

extern const struct verb verb_serve, verb_backtest, verb_explain, verb_config, verb_doctor,
	verb_metrics, verb_migrate, verb_import, verb_compute, verb_simulate, verb_user,
	verb_openapi, verb_bench, verb_version, verb_audit, verb_backup, verb_restore, verb_report,
	verb_worker, verb_beat, verb_job;

/* The date behind a flag; where text is NULL, *out stays. ERR_INVALID names the flag. */
enum err cli_date(const char *flag, const char *text, int32_t *out, struct fail *f) MUST_CHECK;

/* By the host's driver; closed with the command's arena. path NULL: a private one, see db_sqlite_open(). */
enum err cli_db_open(struct cli *c, const char *path, struct db **out, struct fail *f) MUST_CHECK;

/* Run the program: argv[1] names the verb. Returns the exit status. */
int cli_main(int argc, char **argv, const struct cli_host *host);

#endif
