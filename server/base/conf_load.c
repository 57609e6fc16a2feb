/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/compiler.h"
#include "base/conf.h"
#include "base/text.h"

enum { KEYS_MAX = 64, FILE_BYTES = 64 * 1024 };

/* What is known of a key so far: its text, and what messages call it ("PORT", "--port"). */
struct setting {
	const char      *text, *where;
	enum conf_source source;
};

struct loader {
	struct arena  *a;
	struct fail   *f;
	bool           failed;
	struct setting settings[KEYS_MAX];
};

static PRINTF(3, 4) void refuse(struct loader *l, const char *where, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fail_field(l->f, where, "%s", arena_vprintf(l->a, fmt, ap));
	va_end(ap);
	l->failed = true;
}

/* A flag spells the name with dashes. Returns conf_keys_n when no key is called so. */
static size_t find(const char *name, size_t n, bool flag)
{
	for (size_t i = 0; i < conf_keys_n; i++) {
		const char *known = conf_keys[i].name;
		size_t      j = 0;

		while (j < n && known[j] && name[j] == (flag && known[j] == '_' ? '-' : known[j]))
			j++;
		if (j == n && !known[j])
			return i;
	}
	return conf_keys_n;
}

/* "; did you mean '--port'?", or "" */
static const char *suggestion(struct loader *l, const char *name, bool flag)
{
	const char *names[KEYS_MAX], *near;
	char       *text;

	for (size_t i = 0; i < conf_keys_n; i++)
		names[i] = conf_keys[i].name;
	near = text_nearest(name, names, conf_keys_n);
	if (!near)
		return "";
	text = arena_printf(l->a, "; did you mean '%s%s'?", flag ? "--" : "", near);
	for (char *p = text; flag && *p; p++)
		if (*p == '_')
			*p = '-';
	return text;
}

static char *trim(char *s)
{
	char *end;

	s += strspn(s, " \t\r");
	end = s + strlen(s);
	while (end > s && strchr(" \t\r", end[-1]))
		*--end = '\0';
	return s;
}

static void read_line(struct loader *l, const char *where, char *line)
{
	char           *name, *value = strchr(line, '=');
	struct setting *s;
	size_t          i, n;

	line = trim(line);
	if (*line == '\0' || *line == '#')
		return;
	if (!value) {
		refuse(l, where, "must read name = value");
		return;
	}
	*value++ = '\0';
	name = trim(line);
	value = trim(value);
	n = strlen(value);
	if (n >= 2 && value[0] == '"' && value[n - 1] == '"') {
		value[n - 1] = '\0';
		value++;
	}
	i = find(name, strlen(name), false);
	if (i == conf_keys_n) {
		refuse(l, where, "unknown setting '%s'%s", name, suggestion(l, name, false));
		return;
	}
	s = &l->settings[i];
	if (s->source == CONF_FILE)
		refuse(l, where, "'%s' is set twice", name);
	*s = (struct setting){value, arena_printf(l->a, "%s: %s", where, name), CONF_FILE};
}

static enum err read_file(struct loader *l, const char *path)
{
	FILE       *in = fopen(path, "r");
	char       *text = arena_alloc(l->a, FILE_BYTES + 1);
	const char *slash = strrchr(path, '/'), *file = slash ? slash + 1 : path;
	size_t      n;
	int         number = 0;

	if (!in)
		return fail(l->f, ERR_INVALID, "cannot read the settings in %s: %s", path,
		            strerror(errno));
	n = fread(text, 1, FILE_BYTES + 1, in);
	if (ferror(in)) {
		fclose(in);
		return fail(l->f, ERR_INVALID, "cannot read the settings in %s", path);
	}
	fclose(in);
	if (n > FILE_BYTES || !text_utf8_valid(text, n))
		return fail(l->f, ERR_INVALID, "%s must be UTF-8 text of at most %d bytes", path,
		            FILE_BYTES);
	for (char *line = text, *next; line; line = next) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		read_line(l, arena_printf(l->a, "%s:%d", file, ++number), line);
	}
	return OK;
}

static void read_environment(struct loader *l)
{
	for (size_t i = 0; i < conf_keys_n; i++) {
		const char *value = getenv(conf_keys[i].env);

		if (value && *value)
			l->settings[i] = (struct setting){value, conf_keys[i].env, CONF_ENV};
	}
}

/* arg begins with "--", next is the argument after it or NULL. Returns how many it took. */
static int read_flag(struct loader *l, const char *arg, const char *next)
{
	size_t      n = strcspn(arg, "="), i = find(arg + 2, n - 2, true);
	const char *where = arena_strndup(l->a, arg, n), *text = arg[n] ? arg + n + 1 : NULL;
	int         taken = 1;

	if (i == conf_keys_n && !text && strncmp(arg, "--no-", 5) == 0) {
		i = find(arg + 5, n - 5, true);
		if (i < conf_keys_n && conf_keys[i].kind != CONF_BOOL)
			i = conf_keys_n;
		text = "off";
	}
	if (i == conf_keys_n) {
		refuse(l, where, "unknown flag%s", suggestion(l, where + 2, true));
		return 1;
	}
	if (!text && conf_keys[i].kind == CONF_BOOL) {
		text = "on";
	} else if (!text && next && strncmp(next, "--", 2) != 0) {
		text = next;
		taken = 2;
	} else if (!text) {
		refuse(l, where, "needs a value");
		return 1;
	}
	l->settings[i] = (struct setting){text, where, CONF_FLAG};
	return taken;
}

static void read_flags(struct loader *l, int argc, char **argv, char **rest, int *rest_n)
{
	int n = 0;

	for (int i = 1; i < argc;) {
		char *arg = argv[i];

		if (strcmp(arg, "--") == 0) {
			while (++i < argc)
				rest[n++] = argv[i];
		} else if (strncmp(arg, "--", 2) != 0 || strcmp(arg, "--help") == 0 ||
		           strcmp(arg, "--version") == 0) {
			rest[n++] = arg;
			i++;
		} else {
			i += read_flag(l, arg, i + 1 < argc ? argv[i + 1] : NULL);
		}
	}
	rest[n] = NULL;
	*rest_n = n;
}

static void store_text(struct loader *l, const struct conf_key *k, const struct setting *s,
                       void *member)
{
	size_t n = strlen(s->text);

	if (n == 0 && *k->def)
		refuse(l, s->where, "must not be empty");
	else if (!text_utf8_valid(s->text, n))
		refuse(l, s->where, "must be UTF-8");
	else if (n > 0 && n < (size_t)k->min)
		refuse(l, s->where, "must have at least %d characters", (int)k->min);
	else
		*(const char **)member = arena_strdup(l->a, s->text);
}

static void store_bool(struct loader *l, const struct setting *s, bool *member)
{
	static const char *const words[] = {"off", "on", "false", "true", "0", "1", "no", "yes"};

	for (size_t i = 0; i < COUNT(words); i++) {
		if (text_same_fold(words[i], s->text)) {
			*member = i % 2 == 1;
			return;
		}
	}
	refuse(l, s->where, "must be on or off");
}

static void store_word(struct loader *l, const struct conf_key *k, const struct setting *s,
                       int *member)
{
	const char *all = "";

	for (int i = 0; k->words[i]; i++) {
		if (text_same_fold(k->words[i], s->text)) {
			*member = i;
			return;
		}
		all = arena_printf(l->a, "%s%s%s", all, i ? ", " : "", k->words[i]);
	}
	refuse(l, s->where, "must be one of: %s", all);
}

static void store(struct loader *l, const struct conf_key *k, const struct setting *s, void *member)
{
	int64_t v;

	switch (k->kind) {
	case CONF_TEXT: store_text(l, k, s, member); break;
	case CONF_INT:
		if (text_to_i64(s->text, &v) && v >= k->min && v <= k->max)
			*(int64_t *)member = v;
		else
			refuse(l, s->where, "must be a whole number from %lld to %lld",
			       (long long)k->min, (long long)k->max);
		break;
	case CONF_BOOL: store_bool(l, s, member); break;
	case CONF_WORD: store_word(l, k, s, member); break;
	}
}

static void check_database(struct loader *l, const char *url)
{
	size_t i = find("database_url", strlen("database_url"), false);

	if (url && *url && (strncmp(url, "sqlite:", 7) != 0 || !url[7]))
		refuse(l, l->settings[i].where,
		       "must be empty or sqlite:PATH; only SQLite is built in");
}

/* What nobody set is as a platform needs it: the log is read by machines, the proxy comes from elsewhere. */
static void apply_profile(struct loader *l, struct conf *c)
{
	static const struct {
		const char *name, *text;
	} defaults[] = {{"log_format", "json"}, {"host", "0.0.0.0"}};

	for (size_t i = 0; i < COUNT(defaults); i++) {
		const size_t k = find(defaults[i].name, strlen(defaults[i].name), false);

		if (l->settings[k].source != CONF_DEFAULT)
			continue;
		l->settings[k].text = defaults[i].text;
		store(l, &conf_keys[k], &l->settings[k], (char *)c + conf_keys[k].at);
	}
}

static void check_tls(struct loader *l, const char *cert, const char *key)
{
	if (!cert || !key || !*cert == !*key)
		return;
	refuse(l, *cert ? "TLS_KEY" : "TLS_CERT",
	       "is missing: a certificate and its key belong together");
}

enum err conf_load(struct arena *a, int argc, char **argv, const char *file, struct conf *c,
                   enum conf_source *sources, char **rest, int *rest_n, struct fail *f)
{
	struct loader l = {.a = a, .f = f};
	struct conf   draft = {0};
	char        **words = ARENA_ARRAY(a, (size_t)argc + 1, char *);
	int           words_n;

	for (size_t i = 0; i < conf_keys_n; i++)
		l.settings[i] = (struct setting){conf_keys[i].def, conf_keys[i].name, CONF_DEFAULT};
	if (file)
		TRY(read_file(&l, file));
	read_environment(&l);
	read_flags(&l, argc, argv, words, &words_n);
	for (size_t i = 0; i < conf_keys_n; i++)
		store(&l, &conf_keys[i], &l.settings[i], (char *)&draft + conf_keys[i].at);
	if (draft.render)
		apply_profile(&l, &draft);
	check_database(&l, draft.database_url);
	check_tls(&l, draft.tls_cert, draft.tls_key);
	if (l.failed)
		return ERR_INVALID;

	*c = draft;
	for (size_t i = 0; sources && i < conf_keys_n; i++)
		sources[i] = l.settings[i].source;
	memcpy(rest, words, ((size_t)words_n + 1) * sizeof(*rest));
	*rest_n = words_n;
	return OK;
}
