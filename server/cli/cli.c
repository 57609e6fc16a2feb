/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "base/arena.h"
#include "base/date.h"
#include "base/log.h"
#include "base/text.h"
#include "store/db.h"

static const struct verb *const verbs[] = {
	&verb_serve,   &verb_import,  &verb_compute, &verb_simulate, &verb_metrics, &verb_backtest,
	&verb_explain, &verb_doctor,  &verb_config,  &verb_user,     &verb_migrate, &verb_openapi,
	&verb_bench,   &verb_version, &verb_audit,   &verb_backup,   &verb_restore, &verb_report,
	&verb_worker,  &verb_beat,    &verb_job,
};

enum { EXIT_USAGE = 2, FLAGS_MAX = 64 };

/* What take_options() finds. */
struct taken {
	void       *options; /* the verb's own */
	bool        json, csv, help;
	const char *config;
	char      **argv; /* what is left for the settings and operands */
	int         argc;
};

/* Flags of every verb; their members are those of struct taken. */
static const struct cli_option common[] = {
	{"json", OPTION_FLAG, AT(taken, json), NULL, "write the result as one JSON value"},
	{"csv", OPTION_FLAG, AT(taken, csv), NULL, "write the result as CSV"},
	{"config", OPTION_VALUE, AT(taken, config), "FILE",
         "read settings from FILE (AUTOINDEX_CONFIG)"},
};

static bool is_common(const struct cli_option *o)
{
	return o >= common && o < common + COUNT(common);
}

static void print_usage(FILE *to)
{
	fprintf(to,
	        "Waardhaven AutoIndex %s: a rules-based investment index, self-hosted.\n\n"
	        "usage: autoindex VERB [OPERANDS] [--FLAGS]\n\n",
	        app_version);
	for (size_t i = 0; i < COUNT(verbs); i++)
		if (!verbs[i]->hidden)
			fprintf(to, "  %-9s %s\n", verbs[i]->name, verbs[i]->doc);
	fprintf(to, "\n'autoindex VERB --help' says more.\n");
}

static void print_option(const struct cli_option *o, const char *doc)
{
	char head[64];

	snprintf(head, sizeof(head), "--%s%s%s", o->name, o->value ? " " : "",
	         o->value ? o->value : "");
	printf("  %-26s %s\n", head, doc);
}

static void print_help(const struct verb *v)
{
	struct buf settings;

	printf("usage: autoindex %s%s%s\n\n%s.\n", v->name, *v->operands ? " " : "", v->operands,
	       v->doc);
	if (v->help)
		printf("\n%s\n", v->help);
	printf("\nflags:\n");
	for (size_t i = 0; i < v->options_n; i++)
		print_option(&v->options[i], v->options[i].doc);
	for (size_t i = 0; i < COUNT(common); i++)
		if (common[i].at != AT(taken, csv))
			print_option(&common[i], common[i].doc);
		else if (v->csv)
			print_option(&common[i], v->csv);
	printf("\nsettings (flag, or variable in the environment):\n");
	buf_init(&settings, 65536);
	conf_help(&settings);
	fputs(buf_text(&settings), stdout);
	buf_finish(&settings);
}

static const struct verb *find_verb(const char *name)
{
	for (size_t i = 0; i < COUNT(verbs); i++)
		if (strcmp(verbs[i]->name, name) == 0)
			return verbs[i];
	return NULL;
}

/* The option that arg spells, as --name or --name=value; *value points behind the =, or is NULL. */
static const struct cli_option *find_option(const struct verb *v, const char *arg,
                                            const char **value)
{
	size_t n = strcspn(arg, "=");

	*value = arg[n] == '=' ? arg + n + 1 : NULL;
	for (size_t i = 0; i < v->options_n + COUNT(common); i++) {
		const struct cli_option *o = i < v->options_n ? &v->options[i]
		                                              : &common[i - v->options_n];

		if (n == strlen(o->name) + 2 && strncmp(arg, "--", 2) == 0 &&
		    strncmp(arg + 2, o->name, n - 2) == 0)
			return o;
	}
	return NULL;
}

/* A flag that no table has: conf_load() refuses it, unless it looks like one of the verb's own misspelt. */
static enum err check_flag(const struct verb *v, const char *arg, struct fail *f)
{
	const char *names[FLAGS_MAX] = {"help"}, *near;
	size_t      own = 1, n;
	char        word[32];

	for (size_t i = 0; i < COUNT(common); i++)
		names[own++] = common[i].name;
	for (size_t i = 0; i < v->options_n; i++)
		names[own++] = v->options[i].name;
	n = own;
	for (size_t i = 0; i < conf_keys_n && n < FLAGS_MAX; i++)
		names[n++] = conf_keys[i].name;
	snprintf(word, sizeof(word), "%.*s", (int)strcspn(arg + 2, "="), arg + 2);
	near = text_nearest(word, names, n);
	for (size_t i = 0; near && i < own; i++)
		if (near == names[i])
			return fail(f, ERR_INVALID, "--%s: unknown flag; did you mean '--%s'?",
			            word, near);
	return OK;
}

/* The value behind a flag, which is at argv[*i]: after = or the next argument. */
static enum err take_value(const struct cli_option *o, const char *value, struct arena *a, int argc,
                           char **argv, int *i, void *member, struct fail *f)
{
	if (!value && (*i + 1 == argc || strncmp(argv[*i + 1], "--", 2) == 0))
		return fail(f, ERR_INVALID, "--%s needs a value (%s)", o->name, o->value);
	if (!value)
		value = argv[++*i];
	if (o->kind == OPTION_WORDS) {
		struct cli_words *w = member;

		if (!w->p)
			w->p = ARENA_ARRAY(a, (size_t)argc, const char *);
		w->p[w->n++] = value;
	} else {
		*(const char **)member = value;
	}
	return OK;
}

/* Take the verb's own options, and those of every verb, out of argv. */
static enum err take_options(const struct verb *v, struct arena *a, int argc, char **argv,
                             struct taken *t, struct fail *f)
{
	t->argv[t->argc++] = argv[0];
	for (int i = 2; i < argc; i++) {
		const char              *value;
		const struct cli_option *o = find_option(v, argv[i], &value);

		if (strcmp(argv[i], "--") == 0) {
			while (i < argc)
				t->argv[t->argc++] = argv[i++];
			break;
		}
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
			t->help = true;
			continue;
		}
		if (!o) {
			if (strncmp(argv[i], "--", 2) == 0)
				TRY(check_flag(v, argv[i], f));
			t->argv[t->argc++] = argv[i];
			continue;
		}
		void *member = (char *)(is_common(o) ? (void *)t : t->options) + o->at;
		if (o->kind != OPTION_FLAG)
			TRY(take_value(o, value, a, argc, argv, &i, member, f));
		else if (value)
			return fail(f, ERR_INVALID, "--%s takes no value", o->name);
		else
			*(bool *)member = true;
	}
	t->argv[t->argc] = NULL;
	return OK;
}

static enum err check_forms(const struct verb *v, const struct taken *t, struct fail *f)
{
	if (t->csv && !v->csv)
		return fail(f, ERR_INVALID, "--csv: '%s' has none; --json is there", v->name);
	if (t->csv && t->json)
		return fail(f, ERR_INVALID, "--json and --csv exclude each other");
	return OK;
}

static enum err run(const struct verb *v, int argc, char **argv, struct cli *c, struct fail *f)
{
	struct taken t = {
		.options = arena_alloc(c->a, v->options_size + 1),
		.argv = ARENA_ARRAY(c->a, (size_t)argc + 1, char *),
		.config = getenv("AUTOINDEX_CONFIG"),
	};

	TRY(take_options(v, c->a, argc, argv, &t, f));
	if (t.help) {
		print_help(v);
		return OK;
	}
	TRY(check_forms(v, &t, f));
	c->json = t.json;
	c->csv = t.csv;
	c->args = ARENA_ARRAY(c->a, (size_t)argc + 1, char *);
	c->sources = ARENA_ARRAY(c->a, conf_keys_n, enum conf_source);
	TRY(conf_load(c->a, t.argc, t.argv, t.config, &c->conf, c->sources, c->args, &c->args_n,
	              f));
	log_init((enum log_level)c->conf.log_level, c->conf.log_format == 1);
	if (c->args_n < v->args_min || c->args_n > v->args_max)
		return fail(f, ERR_INVALID, "usage: autoindex %s%s%s", v->name,
		            *v->operands ? " " : "", v->operands);
	return v->run(c, t.options, f);
}

enum err cli_date(const char *flag, const char *text, int32_t *out, struct fail *f)
{
	if (text && !date_parse(text, out))
		return fail(f, ERR_INVALID, "--%s: '%s' is no date, YYYY-MM-DD", flag, text);
	return OK;
}

static void close_db(void *db)
{
	db_close(db);
}

enum err cli_db_open(struct cli *c, const char *path, struct db **out, struct fail *f)
{
	TRY(c->host->db_open(path, out, f));
	arena_defer(c->a, close_db, *out);
	return OK;
}

int cli_main(int argc, char **argv, const struct cli_host *host)
{
	const char *name = argc > 1 ? argv[1] : "--help";

	if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
		print_usage(argc > 1 ? stdout : stderr);
		return argc > 1 ? EXIT_SUCCESS : EXIT_USAGE;
	}
	const struct verb *v = find_verb(strcmp(name, "--version") == 0 ? "version" : name);
	if (!v) {
		const char *names[COUNT(verbs)];
		for (size_t i = 0; i < COUNT(verbs); i++)
			names[i] = verbs[i]->name;
		const char *near = text_nearest(name, names, COUNT(verbs));
		fprintf(stderr,
		        "autoindex: unknown verb '%s'%s%s%s; 'autoindex --help' lists them\n", name,
		        near ? "; did you mean '" : "", near ? near : "", near ? "'?" : "");
		return EXIT_USAGE;
	}
	struct cli  c = {.host = host, .a = arena_create()};
	struct fail f = {0};
	enum err    e = run(v, argc, argv, &c, &f);
	if (e == OK && (fflush(stdout) != 0 || ferror(stdout)))
		e = fail(&f, ERR_AWAY, "the output cannot be written");
	if (e != OK)
		fprintf(stderr, "autoindex %s: %s\n", v->name, f.msg[0] ? f.msg : err_title(e));
	arena_destroy(c.a);
	return e == OK ? EXIT_SUCCESS : e == ERR_INVALID ? EXIT_USAGE : EXIT_FAILURE;
}
