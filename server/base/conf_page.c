/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/buf.h"
#include "base/conf.h"

static const char head[] =
	"# Configuration\n"
	"\n"
	"Generated from the table of the settings by `make docs-config`; `autoindex serve --help` says the same.\n"
	"\n"
	"Each setting is a flag (`--log-level info`), a variable of the environment (`LOG_LEVEL=info`), and a line\n"
	"`log_level = info` of an optional file (`--config FILE`, or `AUTOINDEX_CONFIG`). Later ones win: default < file <\n"
	"environment < flag. An empty variable counts as not set. A setting that is a switch is also `--name` and\n"
	"`--no-name`. What is unknown or out of bounds ends the program with every mistake named. `autoindex config`\n"
	"prints each value and where it comes from, with secrets masked.\n"
	"\n"
	"| flag | variable | values | default | |\n"
	"|---|---|---|---|---|\n";

static void put_flag(struct buf *b, const struct conf_key *k)
{
	buf_puts(b, k->kind == CONF_BOOL ? "| `--[no-]" : "| `--");
	for (const char *p = k->name; *p; p++)
		buf_putc(b, *p == '_' ? '-' : *p);
	buf_printf(b, "` | `%s` | ", k->env);
}

static void put_values(struct buf *b, const struct conf_key *k)
{
	switch (k->kind) {
	case CONF_TEXT: buf_puts(b, k->flags & CONF_SECRET ? "secret text" : "text"); break;
	case CONF_INT: buf_printf(b, "%lld to %lld", (long long)k->min, (long long)k->max); break;
	case CONF_BOOL: buf_puts(b, "on, off"); break;
	case CONF_WORD:
		for (size_t i = 0; k->words[i]; i++)
			buf_printf(b, "%s%s", i ? ", " : "", k->words[i]);
		break;
	}
	if (k->kind == CONF_TEXT && k->min > 0)
		buf_printf(b, ", %lld characters or more", (long long)k->min);
}

void conf_page(struct buf *out)
{
	buf_puts(out, head);
	for (size_t i = 0; i < conf_keys_n; i++) {
		const struct conf_key *k = &conf_keys[i];

		put_flag(out, k);
		put_values(out, k);
		buf_puts(out, *k->def ? " | `" : " | ");
		buf_printf(out, "%s%s| %s |\n", k->def, *k->def ? "` " : "", k->doc);
	}
}
