/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/vault.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#undef fail /* cmocka's macro; ours is a function */

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/compiler.h"
#include "base/disk.h"

enum { CHUNK = 65536, HEAD = 44, TAG = 16, PLAIN_MAX = 3 * CHUNK };

static const uint8_t key_a[VAULT_KEY] = {1}, key_b[VAULT_KEY] = {2};

static const struct vault_secrets by_a = {.keys = {key_a}, .n = 1};
static const struct vault_secrets by_words = {.passphrase = "correct horse battery"};

struct bench {
	char    dir[40], plain[64], sealed[64], opened[64];
	uint8_t in[PLAIN_MAX], out[PLAIN_MAX + HEAD + 8 * TAG];
};

static int setup(void **state)
{
	struct bench *b = calloc(1, sizeof(*b));

	assert_non_null(b);
	snprintf(b->dir, sizeof(b->dir), "/tmp/autoindex-test-XXXXXX");
	assert_non_null(mkdtemp(b->dir));
	snprintf(b->plain, sizeof(b->plain), "%s/plain", b->dir);
	snprintf(b->sealed, sizeof(b->sealed), "%s/sealed", b->dir);
	snprintf(b->opened, sizeof(b->opened), "%s/opened", b->dir);
	for (size_t i = 0; i < sizeof(b->in); i++)
		b->in[i] = (uint8_t)(i * 7 + i / 251);
	*state = b;
	return 0;
}

static int teardown(void **state)
{
	struct bench *b = *state;

	unlink(b->plain);
	unlink(b->sealed);
	unlink(b->opened);
	assert_int_equal(rmdir(b->dir), 0);
	free(b);
	return 0;
}

static void put(const char *path, const void *p, size_t n)
{
	struct fail f = {0};
	int         fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(disk_write(fd, p, n, path, &f), OK);
	close(fd);
}

static size_t get(const char *path, void *p, size_t n)
{
	struct fail f = {0};
	int         fd = open(path, O_RDONLY);
	size_t      got = 0;

	assert_true(fd >= 0);
	assert_int_equal(disk_read(fd, p, n, &got, path, &f), OK);
	close(fd);
	return got;
}

static void lock_up(struct bench *b, size_t n, const struct vault_secrets *with)
{
	struct fail f = {0};

	put(b->plain, b->in, n);
	assert_int_equal(vault_seal(b->plain, b->sealed, with, NULL, NULL, &f), OK);
}

static void what_goes_in_comes_out(void **state)
{
	struct bench       *b = *state;
	static const size_t sizes[] = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7};
	struct fail         f = {0};
	struct stat         st;

	for (size_t i = 0; i < COUNT(sizes); i++) {
		lock_up(b, sizes[i], &by_a);
		assert_true(vault_is(b->sealed));
		assert_false(vault_is(b->plain));
		assert_int_equal(stat(b->sealed, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
		assert_int_equal(st.st_size, HEAD + sizes[i] + TAG * (sizes[i] / CHUNK + 1));
		assert_int_equal(vault_open(b->sealed, b->opened, &by_a, NULL, NULL, &f), OK);
		assert_int_equal(get(b->opened, b->out, sizeof(b->out)), sizes[i]);
		assert_memory_equal(b->out, b->in, sizes[i]);
	}
}

static void refused(struct bench *b, const struct vault_secrets *with, const char *words)
{
	struct fail f = {0};

	assert_int_equal(vault_open(b->sealed, b->opened, with, NULL, NULL, &f), ERR_CONFLICT);
	if (!strstr(f.msg, words)) {
		print_error("'%s' does not say '%s'\n", f.msg, words);
		_fail(__FILE__, __LINE__);
	}
	assert_int_equal(access(b->opened, F_OK), -1); /* nothing of it is left */
}

static void passphrases(void **state)
{
	struct bench        *b = *state;
	struct vault_secrets wrong = {.passphrase = "correct horse battary"};
	struct fail          f = {0};

	lock_up(b, 1000, &by_words);
	assert_int_equal(vault_open(b->sealed, b->opened, &by_words, NULL, NULL, &f), OK);
	unlink(b->opened);
	refused(b, &wrong, "the passphrase is not the one");
	refused(b, &by_a, "needs its passphrase");
}

static void keys(void **state)
{
	struct bench        *b = *state;
	struct vault_secrets other = {.keys = {key_b}, .n = 1},
			     both = {.keys = {key_b, key_a}, .n = 2};
	struct fail f = {0};

	lock_up(b, 1000, &by_a);
	refused(b, &other, "the key of another installation");
	refused(b, &by_words, "the key of another installation");
	assert_int_equal(vault_open(b->sealed, b->opened, &both, NULL, NULL, &f), OK);
}

/* Every byte of the header, and one of every part of the chunks. */
static void a_bit_anywhere_is_found(void **state)
{
	struct bench *b = *state;
	const size_t  size = CHUNK + 100, all = HEAD + size + 2 * TAG;
	const size_t  later[] = {HEAD,          HEAD + 5000, HEAD + CHUNK, HEAD + CHUNK + TAG,
	                         all - 1 - TAG, all - 1};

	lock_up(b, size, &by_a);
	assert_int_equal(get(b->sealed, b->out, sizeof(b->out)), all);
	for (size_t i = 0; i < HEAD + COUNT(later); i++) {
		size_t at = i < HEAD ? i : later[i - HEAD];

		b->out[at] ^= 4;
		put(b->sealed, b->out, all);
		refused(b, &by_a, b->sealed);
		b->out[at] ^= 4;
	}
}

static void a_part_is_not_the_whole(void **state)
{
	struct bench *b = *state;
	const size_t  size = 2 * CHUNK + 100, whole = CHUNK + TAG;
	const size_t  cuts[] = {
		 0, 5, HEAD, HEAD + 10, HEAD + whole, HEAD + 2 * whole, HEAD + 2 * whole + 50};

	lock_up(b, size, &by_a);
	size_t all = get(b->sealed, b->out, sizeof(b->out));
	for (size_t i = 0; i < COUNT(cuts); i++) {
		put(b->sealed, b->out, cuts[i]);
		refused(b, &by_a, "cut short");
	}
	put(b->sealed, b->out, all - 1);
	refused(b, &by_a, "damaged or cut short");
	/* The second chunk in the place of the first. */
	memmove(b->out + HEAD, b->out + HEAD + whole, all - HEAD - whole);
	put(b->sealed, b->out, all - whole);
	refused(b, &by_a, "damaged");
}

static void a_newer_format_says_so(void **state)
{
	struct bench *b = *state;

	lock_up(b, 10, &by_a);
	size_t all = get(b->sealed, b->out, sizeof(b->out));
	b->out[8] = 2;
	put(b->sealed, b->out, all);
	refused(b, &by_a, "of format 2, this program knows 1");
}

static enum err stop(void *ctx, int64_t done, int64_t total, struct fail *f)
{
	(void)ctx;
	(void)done;
	(void)total;
	return fail(f, ERR_CONFLICT, "cancelled");
}

static void whoever_follows_may_end_it(void **state)
{
	struct bench *b = *state;
	struct fail   f = {0};
	int           fd = open(b->plain, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_int_equal(ftruncate(fd, 80 * CHUNK), 0); /* past the first tick */
	close(fd);
	assert_int_equal(vault_seal(b->plain, b->sealed, &by_a, stop, NULL, &f), ERR_CONFLICT);
	assert_int_equal(access(b->sealed, F_OK), -1);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(what_goes_in_comes_out),
		T(passphrases),
		T(keys),
		T(a_bit_anywhere_is_found),
		T(a_part_is_not_the_whole),
		T(a_newer_format_says_so),
		T(whoever_follows_may_end_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
