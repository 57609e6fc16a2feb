/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <pthread.h>
#include <string.h>

#include "base/compiler.h"
#include "http/address.h"
#include "http/peers.h"

static struct limit_key of(const char *text)
{
	struct address a;

	assert_true(address_parse(text, strlen(text), &a));
	return address_key(&a);
}

static void each_has_a_share(void **state)
{
	struct peers          *p = peers_create(2, 100);
	const struct limit_key one = of("192.0.2.1"), other = of("192.0.2.2");

	(void)state;
	assert_true(peers_enter(p, one));
	assert_true(peers_enter(p, one));
	assert_false(peers_enter(p, one));
	assert_true(peers_enter(p, other));
	peers_leave(p, one);
	assert_true(peers_enter(p, one)); /* what was refused did not count */
	assert_false(peers_enter(p, one));
	peers_destroy(p);
	peers_destroy(NULL);
}

static void a_subscriber_of_ipv6_is_one(void **state)
{
	struct peers *p = peers_create(2, 100);

	(void)state;
	assert_true(peers_enter(p, of("2001:db8:1:2::1")));
	assert_true(peers_enter(p, of("2001:db8:1:2:ffff:ffff:ffff:ffff")));
	assert_false(peers_enter(p, of("2001:db8:1:2:3::9")));
	assert_true(peers_enter(p, of("2001:db8:1:3::1"))); /* the /64 beside it */
	assert_true(peers_enter(p, of("::ffff:192.0.2.1")));
	assert_true(peers_enter(p, of("192.0.2.1"))); /* the same, spelt otherwise */
	assert_false(peers_enter(p, of("::ffff:192.0.2.1")));
	assert_true(peers_enter(p, of("::ffff:192.0.2.2"))); /* of IPv4 each address is one */
	peers_leave(p, of("2001:db8:1:2:3::9"));
	assert_true(peers_enter(p, of("2001:db8:1:2::1")));
	peers_destroy(p);
}

static void none_is_forgotten_and_all_end(void **state)
{
	enum { MAX = 50 };
	struct peers *p = peers_create(1, MAX);

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (uint64_t i = 0; i < MAX; i++)
			assert_true(peers_enter(p, (struct limit_key){.hi = 4, .lo = i}));
		for (uint64_t i = 0; i < MAX; i++)
			assert_false(peers_enter(p, (struct limit_key){.hi = 4, .lo = i}));
		assert_false(peers_enter(p, (struct limit_key){.hi = 8, .lo = 1})); /* no room */
		/* Out of order, so that chains are cut in their middle. */
		for (uint64_t i = 0; i < MAX; i++)
			peers_leave(p, (struct limit_key){.hi = 4, .lo = i * 7 % MAX});
	}
	peers_destroy(p);
}

static void without_a_limit_all_come(void **state)
{
	struct peers *p = peers_create(0, 10);

	(void)state;
	for (int i = 0; i < 100; i++)
		assert_true(peers_enter(p, of("192.0.2.1")));
	for (int i = 0; i < 100; i++)
		peers_leave(p, of("192.0.2.1"));
	peers_destroy(p);
}

enum { THREADS = 4, TURNS = 5000 };

static void *come_and_go(void *arg)
{
	struct peers *p = arg;

	for (uint64_t i = 0; i < TURNS; i++) {
		const struct limit_key who = {.hi = 4, .lo = i % 3};
		if (peers_enter(p, who))
			peers_leave(p, who);
	}
	return NULL;
}

static void many_threads(void **state)
{
	struct peers *p = peers_create(2, 8);
	pthread_t     t[THREADS];

	(void)state;
	for (size_t i = 0; i < COUNT(t); i++)
		assert_int_equal(pthread_create(&t[i], NULL, come_and_go, p), 0);
	for (size_t i = 0; i < COUNT(t); i++)
		pthread_join(t[i], NULL);
	for (uint64_t i = 0; i < 3; i++) { /* all have left */
		assert_true(peers_enter(p, (struct limit_key){.hi = 4, .lo = i}));
		assert_true(peers_enter(p, (struct limit_key){.hi = 4, .lo = i}));
		assert_false(peers_enter(p, (struct limit_key){.hi = 4, .lo = i}));
	}
	peers_destroy(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_has_a_share),
		cmocka_unit_test(a_subscriber_of_ipv6_is_one),
		cmocka_unit_test(none_is_forgotten_and_all_end),
		cmocka_unit_test(without_a_limit_all_come),
		cmocka_unit_test(many_threads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
