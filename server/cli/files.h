/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#ifndef CLI_FILES_H
#define CLI_FILES_H

#include "app/import.h"
#include "cli/cli.h"

struct db;

/* How price files are to be read; words of the command line, NULL = not given. */
struct reading {
	const char *symbol, *date_order;
};
#define READING_OPTIONS(type)                                                        \
	{"symbol", OPTION_VALUE, AT(type, reading.symbol), "S",                      \
	 "the symbol of files that have no such column"},                            \
	{                                                                            \
		"date-order", OPTION_VALUE, AT(type, reading.date_order), "dmy|mdy", \
			"what 1/2/2020 means where a file does not show it"          \
	}

/* A verb that works on the data folder, or on the files of --from instead. */
struct price_source {
	struct cli_words from;
	struct reading   reading;
};
#define SOURCE_OPTIONS(type)                                                                \
	{"from", OPTION_WORDS, AT(type, source.from), "FILE",                               \
	 "use the prices of this file and nothing stored; may be repeated, - is stdin"},    \
		{"symbol", OPTION_VALUE, AT(type, source.reading.symbol), "S",              \
	         "with --from: the symbol of files that have no such column"},              \
	{                                                                                   \
		"date-order", OPTION_VALUE, AT(type, source.reading.date_order), "dmy|mdy", \
			"with --from: what 1/2/2020 means where a file does not show it"    \
	}

/* ERR_INVALID names the flag that is wrong. */
enum err files_reading(struct cli *c, const struct reading *r, struct import_options *out,
                       struct fail *f) MUST_CHECK;
/* As many inputs as there are paths; - is standard input. */
struct csv_input *files_inputs(struct cli *c, const char *const *paths, size_t n);

/*
 * How far a private database goes: the prices; also the default configuration
 * with all assets as members; also the index, computed.
 */
enum files_depth { FILES_PRICES, FILES_MEMBERS, FILES_INDEX };

/*
 * The prices of files in a database of this command's own: the data folder is not looked at and nothing is
 * left behind, however the command ends. Rejected rows are counted on stderr. ERR_MALFORMED: a file is refused
 * or none of its rows can be used; the line is named. ERR_TOOSHORT: too few prices for the index.
 */
enum err files_open(struct cli *c, const char *const *paths, size_t n, const struct reading *r,
                    enum files_depth depth, struct db **out, struct fail *f) MUST_CHECK;

/* That for --from, otherwise the database of the data folder. Closed with the arena. */
enum err source_open(struct cli *c, const struct price_source *s, enum files_depth depth,
                     struct db **out, struct fail *f) MUST_CHECK;

#endif
