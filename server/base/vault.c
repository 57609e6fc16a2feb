/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/evp.h>

#include "base/crypto.h"
#include "base/disk.h"

#define MAGIC "AUTOIDXV"
#define LABEL "autoindex backup, 1"
#define LABEL_CHECK "autoindex backup check, 1"

enum {
	VERSION = 1,
	AT_VERSION = 8,
	AT_KDF = 9,
	AT_COST = 10,
	AT_R = 11,
	AT_P = 12,
	AT_SALT = 16,
	SALT = 16,
	AT_CHECK = 32,
	CHECK = 8,
	AT_CHUNK = 40,
	HEAD = 44,
	TAG = 16,
	NONCE = 12,
	CHUNK = 65536,
	TICK_CHUNKS = 64
};
/* scrypt with N 2^15, r 8: 32 MiB and about a tenth of a second a guess. What a file may ask of us is bounded. */
enum { COST = 15, R = 8, P = 1, COST_LEAST = 10, COST_MOST = 20, R_MOST = 16, P_MOST = 4 };

static void must(bool ok)
{
	if (!ok)
		abort(); /* out of memory, or a broken OpenSSL */
}

struct work {
	int             in, out;
	const char     *from, *to;
	uint8_t         head[HEAD], key[VAULT_KEY];
	EVP_CIPHER_CTX *c;
	int64_t         number, done, total; /* of chunks; bytes */
	vault_tick     *tick;
	void           *ctx;
	uint8_t         plain[CHUNK], sealed[CHUNK + TAG];
};

static void key_of(const uint8_t *head, const uint8_t *secret, uint8_t out[VAULT_KEY])
{
	uint8_t both[VAULT_KEY + SALT];

	memcpy(both, secret, VAULT_KEY);
	memcpy(both + VAULT_KEY, head + AT_SALT, SALT);
	crypto_derive(both, sizeof(both), LABEL, out);
	crypto_wipe(both, sizeof(both));
}

static void key_of_passphrase(const uint8_t *head, const char *passphrase, uint8_t out[VAULT_KEY])
{
	enum { ROOM = 64 << 20 };
	uint64_t n = UINT64_C(1) << head[AT_COST], need = 128 * n * head[AT_R] * 2;

	must(EVP_PBE_scrypt(passphrase, strlen(passphrase), head + AT_SALT, SALT, n, head[AT_R],
	                    head[AT_P], need > ROOM ? need : ROOM, out, VAULT_KEY) == 1);
}

static void check_of(const uint8_t key[VAULT_KEY], uint8_t out[CHECK])
{
	uint8_t whole[SHA256_LEN];

	crypto_derive(key, VAULT_KEY, LABEL_CHECK, whole);
	memcpy(out, whole, CHECK);
}

static void make_head(struct work *w, const struct vault_secrets *with)
{
	bool by_words = with->passphrase && *with->passphrase;

	must(by_words || with->n > 0);
	memcpy(w->head, MAGIC, sizeof(MAGIC) - 1);
	w->head[AT_VERSION] = VERSION;
	w->head[AT_KDF] = by_words ? VAULT_BY_PASSPHRASE : VAULT_BY_KEY;
	if (by_words) {
		w->head[AT_COST] = COST;
		w->head[AT_R] = R;
		w->head[AT_P] = P;
	}
	crypto_random(w->head + AT_SALT, SALT);
	for (int i = 0; i < 4; i++)
		w->head[AT_CHUNK + i] = (uint8_t)(CHUNK >> 8 * i);
	if (by_words)
		key_of_passphrase(w->head, with->passphrase, w->key);
	else
		key_of(w->head, with->keys[0], w->key);
	check_of(w->key, w->head + AT_CHECK);
}

static enum err read_head(struct work *w, struct fail *f)
{
	static const uint8_t zeros[3];
	size_t               got;
	const uint8_t       *h = w->head;

	TRY(disk_read(w->in, w->head, HEAD, &got, w->from, f));
	if (got < HEAD || memcmp(h, MAGIC, sizeof(MAGIC) - 1) != 0)
		return fail(f, ERR_CONFLICT, "%s is no encrypted backup, or cut short", w->from);
	if (h[AT_VERSION] != VERSION)
		return fail(f, ERR_CONFLICT,
		            "%s is of format %d, this program knows %d; use the newer program",
		            w->from, h[AT_VERSION], VERSION);
	bool words = h[AT_KDF] == VAULT_BY_PASSPHRASE && h[AT_COST] >= COST_LEAST &&
	             h[AT_COST] <= COST_MOST && h[AT_R] >= 1 && h[AT_R] <= R_MOST && h[AT_P] >= 1 &&
	             h[AT_P] <= P_MOST;
	bool     key = h[AT_KDF] == VAULT_BY_KEY && memcmp(h + AT_COST, zeros, sizeof(zeros)) == 0;
	uint32_t chunk = h[AT_CHUNK] | (uint32_t)h[AT_CHUNK + 1] << 8 |
	                 (uint32_t)h[AT_CHUNK + 2] << 16 | (uint32_t)h[AT_CHUNK + 3] << 24;
	if (chunk != CHUNK || (!words && !key))
		return fail(f, ERR_CONFLICT, "%s is damaged in its first bytes", w->from);
	return OK;
}

static bool fits(const struct work *w)
{
	uint8_t check[CHECK];

	check_of(w->key, check);
	return crypto_equal(check, w->head + AT_CHECK, CHECK);
}

static enum err find_key(struct work *w, const struct vault_secrets *with, struct fail *f)
{
	if (w->head[AT_KDF] == VAULT_BY_PASSPHRASE) {
		if (!with->passphrase || !*with->passphrase)
			return fail(f, ERR_CONFLICT,
			            "%s needs its passphrase; give it as BACKUP_PASSPHRASE",
			            w->from);
		key_of_passphrase(w->head, with->passphrase, w->key);
		return fits(w) ? OK
		               : fail(f, ERR_CONFLICT,
		                      "the passphrase is not the one that %s was encrypted with",
		                      w->from);
	}
	for (size_t i = 0; i < with->n; i++) {
		key_of(w->head, with->keys[i], w->key);
		if (fits(w))
			return OK;
	}
	return fail(f, ERR_CONFLICT,
	            "%s was encrypted with the key of another installation; give that one's"
	            " secret.key, or its SECRET_KEY",
	            w->from);
}

static void nonce_of(const struct work *w, bool last, uint8_t out[NONCE])
{
	memset(out, 0, NONCE);
	for (int i = 0; i < 8; i++)
		out[3 + i] = (uint8_t)(w->number >> 8 * (7 - i));
	out[NONCE - 1] = last;
}

static enum err tell(struct work *w, struct fail *f)
{
	return w->tick && w->number % TICK_CHUNKS == 0 ? w->tick(w->ctx, w->done, w->total, f) : OK;
}

static enum err seal_chunk(struct work *w, size_t n, struct fail *f)
{
	uint8_t nonce[NONCE];
	int     len;

	nonce_of(w, n < CHUNK, nonce);
	must(EVP_EncryptInit_ex(w->c, EVP_aes_256_gcm(), NULL, w->key, nonce) == 1);
	must(EVP_EncryptUpdate(w->c, NULL, &len, w->head, HEAD) == 1);
	must(n == 0 || EVP_EncryptUpdate(w->c, w->sealed, &len, w->plain, (int)n) == 1);
	must(EVP_EncryptFinal_ex(w->c, w->sealed + n, &len) == 1);
	must(EVP_CIPHER_CTX_ctrl(w->c, EVP_CTRL_GCM_GET_TAG, TAG, w->sealed + n) == 1);
	w->number++;
	w->done += (int64_t)n;
	TRY(disk_write(w->out, w->sealed, n + TAG, w->to, f));
	return tell(w, f);
}

static enum err open_chunk(struct work *w, size_t n, struct fail *f)
{
	uint8_t nonce[NONCE];
	int     len;

	if (n < TAG)
		return fail(f, ERR_CONFLICT, "%s is cut short", w->from);
	n -= TAG;
	nonce_of(w, n < CHUNK, nonce);
	must(EVP_DecryptInit_ex(w->c, EVP_aes_256_gcm(), NULL, w->key, nonce) == 1);
	must(EVP_DecryptUpdate(w->c, NULL, &len, w->head, HEAD) == 1);
	must(n == 0 || EVP_DecryptUpdate(w->c, w->plain, &len, w->sealed, (int)n) == 1);
	must(EVP_CIPHER_CTX_ctrl(w->c, EVP_CTRL_GCM_SET_TAG, TAG, w->sealed + n) == 1);
	if (EVP_DecryptFinal_ex(w->c, w->plain + n % CHUNK, &len) != 1)
		return fail(f, ERR_CONFLICT, "%s is damaged or cut short, after %lld bytes",
		            w->from, (long long)w->done);
	w->number++;
	w->done += (int64_t)(n + TAG);
	TRY(disk_write(w->out, w->plain, n, w->to, f));
	return tell(w, f);
}

static enum err seal_all(struct work *w, const struct vault_secrets *with, struct fail *f)
{
	size_t n = CHUNK;

	make_head(w, with);
	TRY(disk_write(w->out, w->head, HEAD, w->to, f));
	while (n == CHUNK) {
		TRY(disk_read(w->in, w->plain, CHUNK, &n, w->from, f));
		TRY(seal_chunk(w, n, f));
	}
	return OK;
}

static enum err open_all(struct work *w, const struct vault_secrets *with, struct fail *f)
{
	size_t n = CHUNK + TAG;

	TRY(read_head(w, f));
	TRY(find_key(w, with, f));
	w->done = HEAD;
	while (n == CHUNK + TAG) {
		TRY(disk_read(w->in, w->sealed, CHUNK + TAG, &n, w->from, f));
		TRY(open_chunk(w, n, f));
	}
	return OK;
}

static enum err both_files(struct work *w, struct fail *f)
{
	struct stat st;

	w->in = open(w->from, O_RDONLY | O_CLOEXEC);
	if (w->in < 0 || fstat(w->in, &st) != 0)
		return fail(f, ERR_AWAY, "%s: %s", w->from, strerror(errno));
	w->total = st.st_size;
	unlink(w->to);
	w->out = open(w->to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	return w->out >= 0 ? OK : fail(f, ERR_AWAY, "%s: %s", w->to, strerror(errno));
}

static enum err pass(const char *from, const char *to, const struct vault_secrets *with,
                     enum err (*all)(struct work *, const struct vault_secrets *, struct fail *),
                     vault_tick *tick, void *ctx, struct fail *f)
{
	struct work *w = calloc(1, sizeof(*w));

	must(w && (w->c = EVP_CIPHER_CTX_new()));
	w->in = w->out = -1;
	w->from = from;
	w->to = to;
	w->tick = tick;
	w->ctx = ctx;
	enum err e = both_files(w, f);
	if (e == OK)
		e = all(w, with, f);
	if (e == OK && fsync(w->out) != 0)
		e = fail(f, ERR_AWAY, "%s: %s", to, strerror(errno));
	if (w->in >= 0)
		close(w->in);
	if (w->out >= 0) {
		close(w->out);
		if (e != OK)
			unlink(to);
	}
	EVP_CIPHER_CTX_free(w->c);
	crypto_wipe(w, sizeof(*w));
	free(w);
	return e;
}

enum err vault_seal(const char *from, const char *to, const struct vault_secrets *with,
                    vault_tick *tick, void *ctx, struct fail *f)
{
	return pass(from, to, with, seal_all, tick, ctx, f);
}

enum err vault_open(const char *from, const char *to, const struct vault_secrets *with,
                    vault_tick *tick, void *ctx, struct fail *f)
{
	return pass(from, to, with, open_all, tick, ctx, f);
}

bool vault_is(const char *path)
{
	char    start[sizeof(MAGIC) - 1];
	int     fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, start, sizeof(start));

	if (fd >= 0)
		close(fd);
	return n == (ssize_t)sizeof(start) && memcmp(start, MAGIC, sizeof(start)) == 0;
}
