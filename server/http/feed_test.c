/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* ours takes arguments */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/feed.h"

enum { SECOND = 1000000, BEAT_S = 15, MAX = 4096 };

struct listener {
	struct feed_reader r; /* first */
	int                woken;
	char               text[MAX];
};

static void count_wake(struct feed_reader *r)
{
	((struct listener *)r)->woken++;
}

static struct feed *start(int per_user)
{
	const struct feed_rules rules = {.per_user = per_user, .beat_us = BEAT_S * SECOND};
	struct feed            *f = feed_create(&rules);
	feed_begin(f, 0);
	return f;
}

static void listen_as(struct feed *f, struct listener *l, int64_t user, bool admin, int64_t after)
{
	struct fail why = {0};
	*l = (struct listener){.r = {.user_id = user,
	                             .admin = admin,
	                             .fd = -1,
	                             .id = after,
	                             .left = -1,
	                             .wake = count_wake}};
	assert_int_equal(feed_open(f, &l->r, &why), OK);
}

static void say(struct feed *f, int64_t id, int64_t user, bool admin, const char *text)
{
	feed_push(f,
	          &(struct feed_item){
			  .id = id, .user_id = user, .admin = admin, .p = text, .n = strlen(text)});
}

static void state_is(struct feed *f, int64_t state, const char *text)
{
	feed_push(f, &(struct feed_item){.state = state, .p = text, .n = strlen(text)});
}

static enum feed_got got(struct feed *f, struct listener *l, size_t max)
{
	size_t        n = 0;
	enum feed_got g = feed_read(f, &l->r, l->text, max, &n);
	l->text[n] = '\0';
	return g;
}

#define hears(f, l, want)                                        \
	do {                                                     \
		assert_int_equal(got(f, l, MAX - 1), FEED_SOME); \
		assert_string_equal((l)->text, want);            \
	} while (0)
#define hears_nothing(f, l) assert_int_equal(got(f, l, MAX - 1), FEED_NONE)

static void everybody_hears_what_is_theirs_in_order(void **state)
{
	struct feed    *f = start(8);
	struct listener one, two, admin, token;
	(void)state;
	listen_as(f, &one, 1, false, 0);
	listen_as(f, &two, 2, false, 0);
	listen_as(f, &admin, 3, true, 0);
	listen_as(f, &token, 0, true, 0);
	say(f, 1, 0, false, "all ");
	say(f, 2, 1, false, "one ");
	say(f, 3, 2, true, "two+ ");
	say(f, 5, 0, false, "last ");
	hears(f, &one, "all one last ");
	hears(f, &two, "all two+ last ");
	hears(f, &admin, "all two+ last ");
	hears(f, &token, "all two+ last ");
	hears_nothing(f, &one);
	assert_int_equal(one.r.id, 5);
	feed_destroy(f);
}

static void who_sleeps_is_woken_for_its_own(void **state)
{
	struct feed    *f = start(8);
	struct listener one, two;
	(void)state;
	listen_as(f, &one, 1, false, 0);
	listen_as(f, &two, 2, false, 0);
	assert_true(feed_sleep(f, &one.r));
	assert_true(feed_sleep(f, &two.r));
	say(f, 1, 2, false, "two");
	assert_int_equal(two.woken, 0); /* only when a round is over */
	feed_wake(f);
	feed_wake(f);
	assert_int_equal(one.woken, 0);
	assert_int_equal(two.woken, 1);
	assert_false(feed_sleep(f, &two.r)); /* it has not read it */
	hears(f, &two, "two");
	assert_true(feed_sleep(f, &two.r));
	feed_destroy(f);
}

static void a_small_buffer_takes_whole_ones_and_a_large_one_in_parts(void **state)
{
	struct feed    *f = start(8);
	struct listener l;
	(void)state;
	listen_as(f, &l, 1, false, 0);
	say(f, 1, 0, false, "abc");
	say(f, 2, 0, false, "defgh");
	assert_int_equal(got(f, &l, 4), FEED_SOME);
	assert_string_equal(l.text, "abc");
	assert_int_equal(got(f, &l, 4), FEED_SOME);
	assert_string_equal(l.text, "defg");
	assert_int_equal(l.r.id, 1);
	assert_int_equal(got(f, &l, 4), FEED_SOME);
	assert_string_equal(l.text, "h");
	assert_int_equal(l.r.id, 2);
	feed_destroy(f);
}

static void a_limit_ends_it(void **state)
{
	struct feed    *f = start(8);
	struct listener l;
	(void)state;
	listen_as(f, &l, 1, false, 0);
	l.r.left = 2;
	for (int i = 1; i <= 3; i++)
		say(f, i, 0, false, "x");
	hears(f, &l, "xx");
	assert_int_equal(l.r.left, 0);
	feed_destroy(f);
}

static void who_falls_behind_reads_the_log(void **state)
{
	struct feed    *f = start(8);
	struct listener slow, old;
	(void)state;
	listen_as(f, &slow, 1, false, 0);
	say(f, 1, 0, false, "a");
	hears(f, &slow, "a");
	assert_true(feed_sleep(f, &slow.r));
	for (int i = 2; i <= FEED_ITEMS + 2; i++)
		say(f, i, 0, false, "x");
	feed_wake(f);
	assert_int_equal(slow.woken, 1);
	assert_int_equal(got(f, &slow, 9), FEED_BEHIND);
	assert_int_equal(slow.r.id, 1);
	assert_int_equal(feed_floor(f), 2);
	feed_seek(f, &slow.r, FEED_ITEMS + 1, 0);
	hears(f, &slow, "x");
	hears_nothing(f, &slow);
	listen_as(f, &old, 1, false, 1);
	assert_int_equal(got(f, &old, 9), FEED_BEHIND);
	feed_destroy(f);
}

static void what_is_half_sent_and_gone_is_lost(void **state)
{
	struct feed    *f = start(8);
	struct listener l;
	(void)state;
	listen_as(f, &l, 1, false, 0);
	say(f, 1, 0, false, "abc");
	assert_int_equal(got(f, &l, 2), FEED_SOME);
	for (int i = 2; i <= FEED_ITEMS + 1; i++)
		say(f, i, 0, false, "x");
	assert_int_equal(got(f, &l, 9), FEED_LOST);
	feed_destroy(f);
}

static void memory_is_bounded(void **state)
{
	static char  large[FEED_BYTES / 8];
	struct feed *f = start(8);
	(void)state;
	memset(large, 'x', sizeof(large) - 1);
	for (int i = 1; i <= 100; i++) {
		say(f, i, 0, false, large);
		assert_true(feed_stats(f).bytes <= FEED_BYTES);
	}
	assert_int_equal(feed_stats(f).items, 8);
	assert_int_equal(feed_stats(f).told, 100);
	feed_destroy(f);
}

static void who_read_further_than_the_feed_hears_nothing_twice(void **state)
{
	struct feed    *f = start(8);
	struct listener l;
	(void)state;
	listen_as(f, &l, 1, false, 2);
	assert_true(feed_sleep(f, &l.r));
	say(f, 1, 0, false, "a");
	say(f, 2, 0, false, "b");
	feed_wake(f);
	assert_int_equal(l.woken, 0);
	say(f, 3, 0, false, "c");
	hears(f, &l, "c");
	feed_destroy(f);
}

static void before_it_begins_all_is_in_the_log(void **state)
{
	const struct feed_rules rules = {.per_user = 8, .beat_us = SECOND};
	struct feed            *f = feed_create(&rules);
	struct listener         l;
	(void)state;
	listen_as(f, &l, 1, false, 0);
	assert_int_equal(got(f, &l, 9), FEED_BEHIND);
	feed_begin(f, 7);
	assert_int_equal(got(f, &l, 9), FEED_BEHIND);
	feed_seek(f, &l.r, 7, 0);
	hears_nothing(f, &l);
	feed_destroy(f);
}

static void of_states_the_newest_is_told_once(void **state)
{
	struct feed    *f = start(8);
	struct listener known, new, late;
	(void)state;
	listen_as(f, &known, 1, false, 0);
	known.r.state = 6;
	listen_as(f, &new, 1, false, 0);
	new.r.state = 4;
	state_is(f, 5, "five ");
	say(f, 1, 0, false, "x ");
	state_is(f, 6, "six ");
	hears(f, &known, "x ");
	hears(f, &new, "x six ");
	hears_nothing(f, &new);
	listen_as(f, &late, 1, false, 1);
	late.r.state = 5;
	hears(f, &late, "six ");
	feed_destroy(f);
}

static void signs_of_life_and_checks(void **state)
{
	struct feed    *f = start(8);
	struct listener l;
	(void)state;
	feed_tick(f, SECOND, 1);
	listen_as(f, &l, 1, false, 0);
	assert_true(feed_sleep(f, &l.r));
	feed_tick(f, 2 * SECOND, 1); /* whatever changed since it was let in */
	assert_int_equal(l.woken, 1);
	assert_int_equal(got(f, &l, MAX - 1), FEED_CHECK);
	hears_nothing(f, &l);
	assert_true(feed_sleep(f, &l.r));
	feed_tick(f, (1 + BEAT_S) * SECOND, 1);
	assert_int_equal(l.woken, 1);
	feed_tick(f, (2 + BEAT_S) * SECOND, 1);
	assert_int_equal(l.woken, 2);
	assert_int_equal(got(f, &l, MAX - 1), FEED_CHECK);
	hears(f, &l, ":\n\n");
	hears_nothing(f, &l);
	assert_true(feed_sleep(f, &l.r));
	feed_tick(f, (3 + BEAT_S) * SECOND, 2); /* somebody's rights changed */
	assert_int_equal(l.woken, 3);
	assert_int_equal(got(f, &l, MAX - 1), FEED_CHECK);
	hears_nothing(f, &l);
	assert_true(feed_sleep(f, &l.r));
	feed_tick(f, (4 + BEAT_S) * SECOND, 2);
	assert_int_equal(l.woken, 3);
	feed_destroy(f);
}

static void one_user_has_so_many(void **state)
{
	struct feed    *f = start(2);
	struct listener a, b, c = {{0}}, other;
	struct fail     why = {0};
	int             pair[2];
	(void)state;
	listen_as(f, &a, 1, false, 0);
	listen_as(f, &b, 1, false, 0);
	listen_as(f, &other, 2, false, 0);
	c.r = (struct feed_reader){.user_id = 1, .fd = -1, .left = -1, .wake = count_wake};
	assert_int_equal(feed_open(f, &c.r, &why), ERR_LIMIT);
	assert_non_null(strstr(why.msg, "2 streams"));
	assert_true(why.retry_after_s > 0);
	feed_leave(f, &c.r); /* it was not let in */
	assert_int_equal(feed_stats(f).readers, 3);
	/* A client that hung up does not count. */
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	a.r.fd = pair[0];
	assert_int_equal(feed_open(f, &c.r, &why), ERR_LIMIT);
	close(pair[1]);
	assert_int_equal(feed_open(f, &c.r, &why), OK);
	feed_leave(f, &b.r);
	feed_leave(f, &b.r);
	assert_int_equal(feed_stats(f).readers, 3);
	close(pair[0]);
	feed_destroy(f);
}

static void closing_ends_all(void **state)
{
	struct feed    *f = start(8);
	struct listener l, late = {{0}};
	struct fail     why = {0};
	(void)state;
	listen_as(f, &l, 1, false, 0);
	assert_true(feed_sleep(f, &l.r));
	say(f, 1, 0, false, "x");
	feed_close(f);
	assert_int_equal(l.woken, 1);
	assert_int_equal(got(f, &l, 9), FEED_OVER);
	assert_false(feed_sleep(f, &l.r));
	assert_int_equal(feed_open(f, &late.r, &why), ERR_AWAY);
	feed_destroy(f);
	feed_destroy(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everybody_hears_what_is_theirs_in_order),
		cmocka_unit_test(who_sleeps_is_woken_for_its_own),
		cmocka_unit_test(a_small_buffer_takes_whole_ones_and_a_large_one_in_parts),
		cmocka_unit_test(a_limit_ends_it),
		cmocka_unit_test(who_falls_behind_reads_the_log),
		cmocka_unit_test(what_is_half_sent_and_gone_is_lost),
		cmocka_unit_test(memory_is_bounded),
		cmocka_unit_test(who_read_further_than_the_feed_hears_nothing_twice),
		cmocka_unit_test(before_it_begins_all_is_in_the_log),
		cmocka_unit_test(of_states_the_newest_is_told_once),
		cmocka_unit_test(signs_of_life_and_checks),
		cmocka_unit_test(one_user_has_so_many),
		cmocka_unit_test(closing_ends_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
