/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <stdio.h>

#include "base/arena.h"
#include "cli/cli.h"
#include "cli/print_json.h"
#include "cli/table.h"

struct setting {
	const char *name, *value, *source, *variable, *doc;
};
static const struct field setting_fields[] = {
	{"name", TEXT, AT(setting, name)},       {"value", TEXT, AT(setting, value)},
	{"source", TEXT, AT(setting, source)},   {"variable", TEXT, AT(setting, variable)},
	{"description", TEXT, AT(setting, doc)},
};
static SHAPE(setting_shape, setting, setting_fields);

struct settings {
	struct list items;
};
static const struct field settings_fields[] = {
	{"items", LIST, AT(settings, items), .of = &setting_shape},
};
static SHAPE(settings_shape, settings, settings_fields);

static const char *value_of(struct cli *c, const struct conf_key *k)
{
	const char *text = conf_text(c->a, &c->conf, k);

	return k->flags & CONF_SECRET && *text ? "********" : text;
}

struct options {
	bool markdown;
};
static const struct cli_option flags[] = {
	{"markdown", OPTION_FLAG, AT(options, markdown), NULL,
         "write the page of all settings instead, docs/configuration.md"},
};

static void print_page(void)
{
	enum { PAGE_MAX = 1 << 20 };
	struct buf b;

	buf_init(&b, PAGE_MAX);
	conf_page(&b);
	fwrite(b.p, 1, b.n, stdout);
	buf_finish(&b);
}

static enum err run(struct cli *c, const void *options, struct fail *f)
{
	const struct options    *o = options;
	static const char *const sources[] = {[CONF_DEFAULT] = "default",
	                                      [CONF_FILE] = "file",
	                                      [CONF_ENV] = "environment",
	                                      [CONF_FLAG] = "flag"};
	struct setting          *s = ARENA_ARRAY(c->a, conf_keys_n, struct setting);

	(void)f;
	if (o->markdown) {
		print_page();
		return OK;
	}
	for (size_t i = 0; i < conf_keys_n; i++)
		s[i] = (struct setting){.name = conf_keys[i].name,
		                        .value = value_of(c, &conf_keys[i]),
		                        .source = sources[c->sources[i]],
		                        .variable = conf_keys[i].env,
		                        .doc = conf_keys[i].doc};
	if (c->json) {
		print_json(&settings_shape, &(struct settings){{s, conf_keys_n}});
		return OK;
	}
	if (c->csv) {
		table_csv_row((const char *[]){"name", "value", "source", "variable"}, 4);
		for (size_t i = 0; i < conf_keys_n; i++)
			table_csv_row(
				(const char *[]){s[i].name, s[i].value, s[i].source, s[i].variable},
				4);
		return OK;
	}
	for (size_t i = 0; i < conf_keys_n; i++)
		printf("%-18s %-28s %s\n", s[i].name, *s[i].value ? s[i].value : "\"\"",
		       s[i].source);
	return OK;
}

const struct verb verb_config = {
	.name = "config",
	.operands = "",
	.doc = "Print every setting and where it comes from; secrets are masked",
	.run = run,
	.options = flags,
	.options_n = COUNT(flags),
	.options_size = sizeof(struct options),
	.csv = "write name, value, source and variable as CSV",
};
