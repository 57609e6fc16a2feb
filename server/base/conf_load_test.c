/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/compiler.h"
#include "base/conf.h"
#include "base/log.h"

enum { KEYS_MAX = 64, ARGS_MAX = 16 };

static struct arena    *a;
static struct conf      c;
static struct fail      f;
static enum conf_source sources[KEYS_MAX];
static char            *rest[ARGS_MAX];
static int              rest_n;

static int make(void **state)
{
	(void)state;
	a = arena_create();
	for (size_t i = 0; i < conf_keys_n; i++)
		unsetenv(conf_keys[i].env);
	return 0;
}

static int drop(void **state)
{
	(void)state;
	arena_destroy(a);
	return 0;
}

/* Load with the arguments of one command line, blanks between them. */
static enum err load(const char *file, const char *line)
{
	char  *argv[ARGS_MAX] = {arena_strdup(a, "autoindex")};
	int    argc = 1;
	size_t n;

	for (; *line; line += n + (line[n] == ' ')) {
		n = strcspn(line, " ");
		argv[argc++] = arena_strndup(a, line, n);
	}
	memset(&f, 0, sizeof(f));
	return conf_load(a, argc, argv, file, &c, sources, rest, &rest_n, &f);
}

static enum err load_file(const char *text)
{
	char     name[] = "/tmp/conf_load_test.XXXXXX";
	size_t   base = strlen("conf_load_test.XXXXXX");
	int      fd = mkstemp(name);
	enum err e;

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	e = load(name, "");
	unlink(name);
	/* The name is different each time: messages are compared from the line number on. */
	for (size_t i = 0; i < f.n_fields; i++)
		memmove(f.fields[i].field, f.fields[i].field + base,
		        strlen(f.fields[i].field) + 1 - base);
	return e;
}

static enum conf_source source_of(const char *name)
{
	for (size_t i = 0; i < conf_keys_n; i++)
		if (strcmp(conf_keys[i].name, name) == 0)
			return sources[i];
	fail_field(&f, name, "no such key");
	assert_string_equal(f.msg, "");
	return CONF_DEFAULT;
}

static void refused(const char *line, const char *msg)
{
	assert_int_equal(load(NULL, line), ERR_INVALID);
	assert_string_equal(f.msg, msg);
}

static void the_defaults(void **state)
{
	(void)state;
	assert_int_equal(load(NULL, ""), OK);
	assert_string_equal(c.data, "var");
	assert_string_equal(c.database_url, "");
	assert_string_equal(c.host, "127.0.0.1");
	assert_int_equal(c.port, 8000);
	assert_int_equal(c.workers, 0);
	assert_string_equal(c.secret_key, "");
	assert_string_equal(c.admin_token, "");
	assert_string_equal(c.frontend_url, "");
	assert_int_equal(c.registration, 0);
	assert_int_equal(c.session_lifetime_s, 86400);
	assert_true(c.sample_data);
	assert_int_equal(c.rate_limit, 1);
	assert_int_equal(c.rate_limit_anon, 100);
	assert_int_equal(c.rate_limit_user, 1200);
	assert_int_equal(c.rate_limit_compute, 300);
	assert_int_equal(c.bcrypt_cost, 12);
	assert_int_equal(c.request_timeout_s, 30);
	assert_int_equal(c.max_connections, 4096);
	assert_int_equal(c.log_level, LOG_INFO);
	assert_int_equal(c.log_format, 0);
	assert_int_equal(rest_n, 0);
	for (size_t i = 0; i < conf_keys_n; i++)
		assert_int_equal(sources[i], CONF_DEFAULT);
}

static void names_and_variables_match(void **state)
{
	(void)state;
	assert_true(conf_keys_n <= KEYS_MAX);
	for (size_t i = 0; i < conf_keys_n; i++) {
		const char *name = conf_keys[i].name, *env = conf_keys[i].env;

		assert_int_equal(strlen(name), strlen(env));
		for (; *name; name++, env++)
			assert_int_equal(*env, *name == '_' ? '_' : *name - 'a' + 'A');
		assert_true(*conf_keys[i].doc);
		for (size_t j = 0; j < i; j++)
			assert_true(conf_keys[j].at != conf_keys[i].at);
	}
}

static void later_sources_win(void **state)
{
	static const char file[] = "port = 1\nworkers=1\nhost = \"a\"\n";

	(void)state;
	assert_int_equal(load_file(file), OK);
	assert_int_equal(c.port, 1);
	assert_string_equal(c.host, "a");
	assert_int_equal(source_of("port"), CONF_FILE);

	setenv("PORT", "2", 1);
	setenv("HOST", "", 1); /* empty: not set */
	assert_int_equal(load_file(file), OK);
	assert_int_equal(c.port, 2);
	assert_string_equal(c.host, "a");
	assert_int_equal(source_of("port"), CONF_ENV);
	assert_int_equal(source_of("workers"), CONF_FILE);

	assert_int_equal(load(NULL, "--port 3 --port=4"), OK);
	assert_int_equal(c.port, 4);
	assert_int_equal(source_of("port"), CONF_FLAG);
	assert_int_equal(source_of("workers"), CONF_DEFAULT);
}

static void flags_are_taken_and_words_are_left(void **state)
{
	(void)state;
	assert_int_equal(load(NULL,
	                      "serve --port 80 -v --log-level=debug x --help --no-sample-data "
	                      "--log-format json --version -- --port y"),
	                 OK);
	assert_int_equal(rest_n, 7);
	assert_string_equal(rest[0], "serve");
	assert_string_equal(rest[1], "-v");
	assert_string_equal(rest[2], "x");
	assert_string_equal(rest[3], "--help");
	assert_string_equal(rest[4], "--version");
	assert_string_equal(rest[5], "--port");
	assert_string_equal(rest[6], "y");
	assert_null(rest[7]);
	assert_int_equal(c.port, 80);
	assert_int_equal(c.log_level, LOG_DEBUG);
	assert_int_equal(c.log_format, 1);
	assert_false(c.sample_data);
}

static void booleans_have_many_spellings(void **state)
{
	static const char *const yes[] = {"on", "true", "1", "yes", "ON", "True"};
	static const char *const no[] = {"off", "false", "0", "no", "OFF", "False"};

	(void)state;
	for (size_t i = 0; i < COUNT(yes); i++) {
		setenv("SAMPLE_DATA", no[i], 1);
		assert_int_equal(load(NULL, ""), OK);
		assert_false(c.sample_data);
		setenv("SAMPLE_DATA", yes[i], 1);
		assert_int_equal(load(NULL, ""), OK);
		assert_true(c.sample_data);
	}
	assert_int_equal(load(NULL, "--no-sample-data"), OK);
	assert_false(c.sample_data);
	assert_int_equal(load(NULL, "--sample-data serve"), OK);
	assert_true(c.sample_data);
	assert_int_equal(rest_n, 1);
	assert_int_equal(load(NULL, "--sample-data=off"), OK);
	assert_false(c.sample_data);
}

static void wrong_values_name_what_is_right(void **state)
{
	(void)state;
	refused("--port=65536", "--port: must be a whole number from 0 to 65535");
	refused("--port=80a", "--port: must be a whole number from 0 to 65535");
	refused("--port=", "--port: must be a whole number from 0 to 65535");
	refused("--bcrypt-cost=17", "--bcrypt-cost: must be a whole number from 4 to 16");
	refused("--host=", "--host: must not be empty");
	refused("--log-level=loud", "--log-level: must be one of: error, warn, info, debug");
	refused("--registration=maybe", "--registration: must be one of: open, closed");
	refused("--sample-data=2", "--sample-data: must be on or off");
	refused("--port", "--port: needs a value");
	refused("--port --host=x", "--port: needs a value");
	refused("--secret-key=short", "--secret-key: must have at least 32 characters");
	refused("--database-url=postgres://x",
	        "--database-url: must be empty or sqlite:PATH; only SQLite is built in");
	refused("--database-url=sqlite:",
	        "--database-url: must be empty or sqlite:PATH; only SQLite is built in");
	setenv("ADMIN_TOKEN", "1234567890123456789012345678901", 1);
	setenv("WORKERS", "-1", 1);
	refused("", "WORKERS: must be a whole number from 0 to 1024; "
	            "ADMIN_TOKEN: must have at least 32 characters");
	setenv("ADMIN_TOKEN", "12345678901234567890123456789012", 1);
	setenv("WORKERS", "4", 1);
	assert_int_equal(load(NULL, "--database-url sqlite:/tmp/x.db"), OK);
	assert_int_equal(strlen(c.admin_token), 32);
	assert_int_equal(c.workers, 4);
	assert_string_equal(c.database_url, "sqlite:/tmp/x.db");
}

static void unknown_flags_name_the_nearest(void **state)
{
	(void)state;
	refused("--prot=80", "--prot: unknown flag; did you mean '--port'?");
	refused("--log-levle debug", "--log-levle: unknown flag; did you mean '--log-level'?");
	refused("--xyzzy", "--xyzzy: unknown flag");
	refused("--no-port", "--no-port: unknown flag");
	refused("--no-sample-data=1",
	        "--no-sample-data: unknown flag; did you mean '--sample-data'?");
	refused("--log_level=debug", "--log_level: unknown flag; did you mean '--log-level'?");
	refused("--=x", "--: unknown flag");
}

static void nothing_is_changed_on_failure(void **state)
{
	(void)state;
	assert_int_equal(load(NULL, "one --port=5"), OK);
	assert_int_equal(load(NULL, "two three --port=x"), ERR_INVALID);
	assert_int_equal(c.port, 5);
	assert_int_equal(rest_n, 1);
	assert_string_equal(rest[0], "one");
}

static void a_platform_has_its_own_defaults(void **state)
{
	(void)state;
	assert_int_equal(load(NULL, "--render"), OK);
	assert_int_equal(c.log_format, 1);
	assert_string_equal(c.host, "0.0.0.0");
	assert_int_equal(source_of("host"), CONF_DEFAULT);
	assert_int_equal(load(NULL, "--render --log-format logfmt --host ::1"), OK);
	assert_int_equal(c.log_format, 0);
	assert_string_equal(c.host, "::1");
	assert_int_equal(load(NULL, "--no-render"), OK);
	assert_int_equal(c.log_format, 0);
	assert_string_equal(c.host, "127.0.0.1");
}

static void a_certificate_comes_with_its_key(void **state)
{
	(void)state;
	assert_int_equal(load(NULL, "--tls-cert c.pem"), ERR_INVALID);
	assert_int_equal(f.n_fields, 1);
	assert_string_equal(f.fields[0].field, "TLS_KEY");
	assert_int_equal(load(NULL, "--tls-key k.pem"), ERR_INVALID);
	assert_string_equal(f.fields[0].field, "TLS_CERT");
	assert_int_equal(load(NULL, "--tls-key k.pem --tls-cert c.pem"), OK);
	assert_string_equal(c.tls_cert, "c.pem");
}

static void the_file_has_comments_and_blanks(void **state)
{
	(void)state;
	assert_int_equal(load_file("# a comment\n\n   \t\r\n  port\t=\t99  \r\nhost=\"\"x\"\"\n"
	                           "frontend_url = http://a/?b=c#d\nlog_level=warn"),
	                 OK);
	assert_int_equal(c.port, 99);
	assert_string_equal(c.host, "\"x\"");
	assert_string_equal(c.frontend_url, "http://a/?b=c#d");
	assert_int_equal(c.log_level, LOG_WARN);
	assert_int_equal(load_file(""), OK);
}

static void the_file_is_checked(void **state)
{
	(void)state;
	assert_int_equal(
		load_file("port = 80\nhots = x\nport = 81\nnonsense\n\nlog_level = loud\n"),
		ERR_INVALID);
	assert_int_equal(f.n_fields, 4);
	assert_string_equal(f.fields[0].field, ":2");
	assert_string_equal(f.fields[0].msg, "unknown setting 'hots'; did you mean 'host'?");
	assert_string_equal(f.fields[1].field, ":3");
	assert_string_equal(f.fields[1].msg, "'port' is set twice");
	assert_string_equal(f.fields[2].field, ":4");
	assert_string_equal(f.fields[2].msg, "must read name = value");
	assert_string_equal(f.fields[3].field, ":6: log_level");
	assert_int_equal(load_file("host = \xff\n"), ERR_INVALID);
}

static void the_file_must_be_readable(void **state)
{
	(void)state;
	assert_int_equal(load("no/such/file.conf", ""), ERR_INVALID);
	assert_string_equal(
		f.msg, "cannot read the settings in no/such/file.conf: No such file or directory");
	assert_int_equal(load(".", ""), ERR_INVALID);
}

static void help_has_a_line_for_every_key(void **state)
{
	struct buf  b;
	const char *text;
	size_t      lines = 0;

	(void)state;
	buf_init(&b, 20000);
	conf_help(&b);
	text = buf_text(&b);
	for (size_t i = 0; text[i]; i++)
		lines += text[i] == '\n';
	assert_int_equal(lines, conf_keys_n);
	for (size_t i = 0; i < conf_keys_n; i++) {
		assert_non_null(strstr(text, conf_keys[i].doc));
		assert_non_null(strstr(text, conf_keys[i].env));
	}
	assert_non_null(strstr(text, "--port N "));
	assert_non_null(strstr(text, "(default 8000, PORT)\n"));
	assert_non_null(strstr(text, "--[no-]sample-data "));
	assert_non_null(strstr(text, "(error, warn, info, debug; default info, LOG_LEVEL)\n"));
	assert_non_null(strstr(text, "(SECRET_KEY)\n"));
	buf_finish(&b);
}

int main(void)
{
#define ON_ARENA(t) cmocka_unit_test_setup_teardown(t, make, drop)
	const struct CMUnitTest tests[] = {
		ON_ARENA(the_defaults),
		ON_ARENA(names_and_variables_match),
		ON_ARENA(later_sources_win),
		ON_ARENA(flags_are_taken_and_words_are_left),
		ON_ARENA(booleans_have_many_spellings),
		ON_ARENA(wrong_values_name_what_is_right),
		ON_ARENA(unknown_flags_name_the_nearest),
		ON_ARENA(nothing_is_changed_on_failure),
		ON_ARENA(a_platform_has_its_own_defaults),
		ON_ARENA(a_certificate_comes_with_its_key),
		ON_ARENA(the_file_has_comments_and_blanks),
		ON_ARENA(the_file_is_checked),
		ON_ARENA(the_file_must_be_readable),
		ON_ARENA(help_has_a_line_for_every_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
