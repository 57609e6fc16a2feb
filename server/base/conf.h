/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef BASE_CONF_H
#define BASE_CONF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct buf;

/*
 * Settings. One table (conf.c) defines name, variable, type, bounds, default,
 * secrecy and help of each; later sources win: default < file < environment <
 * flag. A key called log_level is LOG_LEVEL in the environment, --log-level as
 * a flag and log_level = info in the file. Unknown keys of the file and
 * unknown flags are errors that name the nearest spelling.
 */
enum conf_source { CONF_DEFAULT, CONF_FILE, CONF_ENV, CONF_FLAG };

enum conf_kind { CONF_TEXT, CONF_INT, CONF_BOOL, CONF_WORD };

enum { CONF_SECRET = 1 };

struct conf {
	const char *data;              /* data folder */
	const char *database_url;      /* sqlite:PATH; "" = autoindex.db in the data folder */
	const char *backup_dir;        /* "" = backups in the data folder */
	const char *backup_passphrase; /* "" = backups are not encrypted unless asked for */
	const char *host;
	int64_t     port;
	int64_t     workers;        /* threads that run handlers; 0 = two per core */
	const char *secret_key;     /* "" = made at first start and kept in the data folder */
	const char *secret_key_old; /* "" = none; opens what was sealed under it */
	const char *admin_token;    /* "" = none */
	const char *frontend_url;   /* "" = none */
	const char *public_url;     /* origin of our own pages; "" = localhost and the port */
	int         registration;   /* index into words: open, closed */
	int64_t     session_lifetime_s;
	const char *google_client_id, *google_client_secret; /* "" = none */
	const char *google_jwks_url;                         /* "" = Google's own */
	const char *oidc_issuer;                             /* "" = none */
	const char *oidc_client_id, *oidc_client_secret, *oidc_name;
	const char *outbound_proxy; /* "" = none */
	bool        sample_data;
	int64_t     rate_limit; /* 0 turns every limit off */
	int64_t     rate_limit_anon;
	int64_t     rate_limit_user;
	int64_t     rate_limit_compute;
	int64_t     bcrypt_cost;
	int64_t     request_timeout_s;
	int64_t     max_connections;
	int64_t     max_connections_address;             /* 0 = no limit */
	int64_t     events_per_user, events_heartbeat_s; /* of streams of GET /events */
	bool        render; /* behind the proxy of a platform; changes defaults, see conf_load.c */
	const char *tls_cert, *tls_key; /* PEM files; "" = no TLS */
	const char *trusted_proxies;    /* addresses and ranges; "" = none */
	const char *otlp_endpoint;      /* base address of a collector; "" = none */
	int64_t     cache_bytes;        /* of replies kept ready */
	int64_t     job_workers;        /* threads for tasks; 0 = none */
	int64_t     job_grace_s;
	int64_t     job_memory_mb; /* of a heavy task's process; 0 = no limit */
	int64_t     task_wait_s;   /* of a request for the end of its task */
	bool        beat;
	int         log_level;                          /* index into log_level_words */
	int         log_format;                         /* 0 logfmt, 1 json */
	int64_t     slow_request_ms, slow_statement_ms; /* 0 = nothing counts as slow */
};

struct conf_key {
	const char        *name, *env;
	enum conf_kind     kind;
	size_t             at;
	const char        *def;
	unsigned           flags;
	int64_t            min, max; /* of an INT; min of a TEXT: least length if not empty */
	const char *const *words;    /* CONF_WORD, NULL-ended; the member is an int */
	const char        *doc;
};

extern const struct conf_key conf_keys[];
extern const size_t          conf_keys_n;

/*
 * Fill c from all sources. argv[0] is the program. Flags are "--name=value" or
 * "--name value", for booleans "--name", "--no-name" and "--name=off". Other
 * arguments stay in argv order in rest (room for argc, ends with NULL; argv
 * itself is not changed): words, single dashes, --help, --version and all after
 * "--". An empty variable of the environment counts as not set.
 * file is a path that must be readable, NULL = none: "name = value" lines, with
 * blank lines and whole-line # comments. sources, if not NULL, gets conf_keys_n
 * entries that say where each value comes from. ERR_INVALID lists every mistake.
 * Texts live in the arena.
 */
enum err conf_load(struct arena *a, int argc, char **argv, const char *file, struct conf *c,
                   enum conf_source *sources, char **rest, int *rest_n, struct fail *f) MUST_CHECK;

/* A setting as its variable would hold it. Secrets too. */
const char *conf_text(struct arena *a, const struct conf *c, const struct conf_key *k);
/* "--port N        Port to listen on (default 8000, PORT)" for every key. */
void conf_help(struct buf *out);
/* docs/configuration.md */
void conf_page(struct buf *out);

#endif
