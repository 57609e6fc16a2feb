/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/date.h"
#include "base/log.h"

/* stderr goes into a pipe while a test runs; the pipe holds 64 KiB. */
static int  saved = -1, ends[2];
static char got[65536];

static int catch_stderr(void **state)
{
	(void)state;
	saved = dup(STDERR_FILENO);
	return saved < 0 || pipe(ends) != 0 || dup2(ends[1], STDERR_FILENO) < 0;
}

static int release_stderr(void **state)
{
	(void)state;
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(ends[0]);
	close(ends[1]);
	log_init(LOG_INFO, false);
	return 0;
}

/* What one write brought; the next read has the next one, if any. */
static const char *line(void)
{
	ssize_t n = read(ends[0], got, sizeof(got) - 1);

	assert_true(n > 0);
	got[n] = '\0';
	return got;
}

/* The line without its time, which must lead it. */
static const char *after_time(const char *s)
{
	char    ts[TIME_TEXT];
	int64_t ms;

	assert_memory_equal(s, "ts=", 3);
	memcpy(ts, s + 3, TIME_TEXT - 1);
	ts[TIME_TEXT - 1] = '\0';
	assert_true(time_parse(ts, &ms));
	return s + 3 + TIME_TEXT;
}

static void a_line_of_pairs(void **state)
{
	(void)state;
	log_kv(LOG_WARN, "HTTP-SLOW", "took long", "route", "/api/v1", "ms", "250", "who", NULL,
	       NULL);
	assert_string_equal(
		after_time(line()),
		"level=warn id=HTTP-SLOW msg=\"took long\" route=/api/v1 ms=250 who=\"\"\n");
	log_msg(LOG_ERROR, "DISK", "%d bytes left", 0);
	assert_string_equal(after_time(line()), "level=error id=DISK msg=\"0 bytes left\"\n");
}

static void *hold(void *arg)
{
	struct pollfd at = {.fd = ends[0], .events = POLLIN};

	(void)arg;
	log_hold();
	log_msg(LOG_INFO, "X", "one");
	log_msg(LOG_INFO, "X", "two");
	assert_int_equal(poll(&at, 1, 0), 0);
	log_flush();
	assert_non_null(strstr(line(), "msg=\"one\"\n"));
	assert_non_null(strstr(got, "msg=\"two\"\n"));
	log_flush();
	assert_int_equal(poll(&at, 1, 0), 0);
	log_msg(LOG_INFO, "X", "three");
	log_msg(LOG_WARN, "X", "four"); /* does not wait, nor does what was before it */
	assert_non_null(strstr(line(), "msg=\"three\"\n"));
	assert_non_null(strstr(got, "msg=\"four\"\n"));
	for (int i = 0; i < 200; i++)
		log_msg(LOG_INFO, "X", "many");
	assert_true(poll(&at, 1, 0) > 0);
	assert_true(strlen(line()) > 4096);
	log_flush();
	return NULL;
}

static void held_lines_come_together(void **state)
{
	pthread_t thread;

	(void)state;
	assert_int_equal(pthread_create(&thread, NULL, hold, NULL), 0);
	assert_int_equal(pthread_join(thread, NULL), 0);
	log_msg(LOG_INFO, "X", "this thread does not wait");
	assert_non_null(strstr(line(), "this thread"));
}

static void no_value_breaks_the_line(void **state)
{
	(void)state;
	log_kv(LOG_INFO, "X", "a\nlevel=error\x1b[31m", "q", "say \"hi\"", "eq", "a=b", "back",
	       "c:\\d", "nl", "1\r\n2\t3", "uml", "ü", "bad", "\xff\xc2\x9b", NULL);
	assert_string_equal(
		after_time(line()),
		"level=info id=X msg=\"a\\nlevel=error\\u001b[31m\" q=\"say \\\"hi\\\"\" "
		"eq=\"a=b\" back=\"c:\\\\d\" nl=\"1\\r\\n2\\t3\" uml=\"ü\" "
		"bad=\"\\ufffd\\u009b\"\n");
}

static void json_reads_back(void **state)
{
	char    nasty[256];
	json_t *root;

	(void)state;
	for (int i = 0; i < 255; i++)
		nasty[i] = (char)(i + 1);
	nasty[127] = '\0';
	log_init(LOG_INFO, true);
	log_kv(LOG_INFO, "X", "a \"b\"\n", "key", nasty, "none", NULL, NULL);
	root = json_loads(line(), JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(root);
	assert_int_equal(json_object_size(root), 6);
	assert_string_equal(json_string_value(json_object_get(root, "level")), "info");
	assert_string_equal(json_string_value(json_object_get(root, "msg")), "a \"b\"\n");
	assert_string_equal(json_string_value(json_object_get(root, "key")), nasty);
	json_decref(root);
	assert_ptr_equal(strchr(got, '\n'), got + strlen(got) - 1);
}

static void long_values_are_cut(void **state)
{
	size_t  n = 30000;
	char   *huge = malloc(n + 1);
	json_t *root;

	(void)state;
	assert_non_null(huge);
	for (size_t i = 0; i < n; i += 3)
		memcpy(huge + i, "€", 3);
	huge[n] = '\0';
	log_init(LOG_INFO, true);
	log_kv(LOG_INFO, "X", huge, "a", huge, NULL);
	root = json_loads(line(), JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(root);
	assert_in_range(json_string_length(json_object_get(root, "a")), 1000, 1100);
	json_decref(root);
	log_msg(LOG_INFO, "X", "%s", huge);
	root = json_loads(line(), 0, NULL);
	assert_non_null(root);
	json_decref(root);
	free(huge);
}

static void the_threshold_holds(void **state)
{
	(void)state;
	log_init(LOG_WARN, false);
	log_msg(LOG_INFO, "NO", "not written");
	log_kv(LOG_DEBUG, "NO", "not written", NULL);
	log_msg(LOG_WARN, "YES", "written");
	assert_string_equal(after_time(line()), "level=warn id=YES msg=\"written\"\n");
	log_init(LOG_DEBUG, false);
	log_msg(LOG_DEBUG, "YES", "written");
	assert_string_equal(after_time(line()), "level=debug id=YES msg=\"written\"\n");
}

static void errno_survives(void **state)
{
	(void)state;
	errno = ENOSPC;
	log_msg(LOG_INFO, "X", "a");
	log_kv(LOG_INFO, "X", "a", NULL);
	assert_int_equal(errno, ENOSPC);
}

int main(void)
{
#define CAUGHT(f) cmocka_unit_test_setup_teardown(f, catch_stderr, release_stderr)
	const struct CMUnitTest tests[] = {
		CAUGHT(a_line_of_pairs),          CAUGHT(no_value_breaks_the_line),
		CAUGHT(held_lines_come_together), CAUGHT(json_reads_back),
		CAUGHT(long_values_are_cut),      CAUGHT(the_threshold_holds),
		CAUGHT(errno_survives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
