/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/text.h"

static const struct verb *const verbs[] = {
	&verb_serve,   &verb_import, &verb_compute,  &verb_backtest, &verb_explain,
	&verb_config,  &verb_doctor, &verb_simulate, &verb_user,     &verb_migrate,
	&verb_openapi, &verb_bench,  &verb_version,  &verb_audit,
};

enum { EXIT_USAGE = 2, FLAGS_MAX = 64 };

static void print_usage(FILE *to)
{
	fprintf(to,
	        "Waardhaven AutoIndex %s: a rules-based investment index, self-hosted.\n\n"
	        "usage: autoindex VERB [OPERANDS] [--FLAGS]\n\n",
	        app_version);
	for (size_t i = 0; i < COUNT(verbs); i++)
		fprintf(to, "  %-9s %s\n", verbs[i]->name, verbs[i]->doc);
	fprintf(to, "\n'autoindex VERB --help' says more.\n");
}

static void print_help(const struct verb *v)
{
	struct buf settings;

	printf("usage: autoindex %s%s%s\n\n%s.\n", v->name, *v->operands ? " " : "", v->operands,
	       v->doc);
	if (v->help)
		printf("\n%s\n", v->help);
	printf("\nflags:\n");
	for (size_t i = 0; i < v->options_n; i++) {
		const struct cli_option *o = &v->options[i];
		char                     head[64];

		snprintf(head, sizeof(head), "--%s%s%s", o->name, o->value ? " " : "",
		         o->value ? o->value : "");
		printf("  %-26s %s\n", head, o->doc);
	}
	printf("  %-26s %s\n", "--json", "write the result as one JSON value");
	printf("  %-26s %s\n", "--config FILE", "read settings from FILE (AUTOINDEX_CONFIG)");
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
	static const struct cli_option common[] = {
		{"json", OPTION_FLAG, 0, NULL, NULL},
		{"config", OPTION_VALUE, 0, "FILE", NULL},
	};
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
	const char *names[FLAGS_MAX] = {"json", "config", "help"}, *near;
	size_t      own = 3, n;
	char        word[32];

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

struct taken {
	void       *options;
	bool        json, help;
	const char *config;
	char      **argv; /* what is left for the settings and operands */
	int         argc;
};

/* Take the verb's own options out of argv. */
static enum err take_options(const struct verb *v, int argc, char **argv, struct taken *t,
                             struct fail *f)
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
		} else if (!o) {
			if (strncmp(argv[i], "--", 2) == 0)
				TRY(check_flag(v, argv[i], f));
			t->argv[t->argc++] = argv[i];
		} else if (o->kind == OPTION_FLAG) {
			if (value)
				return fail(f, ERR_INVALID, "--%s takes no value", o->name);
			if (o->doc)
				*(bool *)((char *)t->options + o->at) = true;
			else
				t->json = true;
		} else {
			if (!value && (i + 1 == argc || strncmp(argv[i + 1], "--", 2) == 0))
				return fail(f, ERR_INVALID, "--%s needs a value (%s)", o->name,
				            o->value);
			if (!value)
				value = argv[++i];
			if (o->doc)
				*(const char **)((char *)t->options + o->at) = value;
			else
				t->config = value;
		}
	}
	t->argv[t->argc] = NULL;
	return OK;
}

static enum err run(const struct verb *v, int argc, char **argv, struct cli *c, struct fail *f)
{
	struct taken t = {
		.options = arena_alloc(c->a, v->options_size + 1),
		.argv = ARENA_ARRAY(c->a, (size_t)argc + 1, char *),
		.config = getenv("AUTOINDEX_CONFIG"),
	};

	TRY(take_options(v, argc, argv, &t, f));
	if (t.help) {
		print_help(v);
		return OK;
	}
	c->json = t.json;
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
