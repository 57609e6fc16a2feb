/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "http/tls.h"

#include <errno.h>
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/crypto.h"

enum { FILE_MAX = 256 * 1024, CHAIN_MAX = 16 };

const char tls_priorities[] = "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-KX-ALL:+ECDHE-ECDSA:"
			      "+ECDHE-RSA:-CIPHER-ALL:+AES-256-GCM:+CHACHA20-POLY1305:"
			      "+AES-128-GCM:-MAC-ALL:+AEAD:%SERVER_PRECEDENCE";

/* A certificate with its chain, and its key. */
struct pair {
	struct pair     *older;
	gnutls_pcert_st  chain[CHAIN_MAX];
	unsigned         n;
	gnutls_privkey_t key;
	struct tls_facts facts;
	unsigned char    digest[32]; /* of both files, to know whether they changed */
};

/*
 * A handshake may still use a pair that another has replaced, and nobody says when it is done.
 * So every pair lives as long as this: some kilobytes for each time that the files changed.
 */
struct tls {
	char                  *cert_file, *key_file;
	_Atomic(struct pair *) shown;
};

/* What the library asks for; see tls.h. */
static _Atomic(struct tls *) in_use;

/* Text of a PEM file, ended by NUL. */
struct text {
	char  *p;
	size_t n;
};

static enum err read_file(const char *name, const char *path, struct text *out, mode_t *mode,
                          struct fail *f)
{
	FILE       *in = fopen(path, "re");
	struct stat st;

	if (in == NULL)
		return fail(f, ERR_INVALID, "%s: cannot read %s: %s", name, path, strerror(errno));
	setvbuf(in, NULL, _IONBF, 0); /* no copy of a key is left in a buffer */
	char        *p = malloc(FILE_MAX + 1);
	const size_t n = p != NULL ? fread(p, 1, FILE_MAX + 1, in) : 0;
	const bool   bad = ferror(in) || fstat(fileno(in), &st) != 0;
	fclose(in);
	if (p == NULL)
		abort();
	if (bad || n == 0 || n > FILE_MAX) {
		crypto_wipe(p, FILE_MAX + 1);
		free(p);
		return fail(f, ERR_INVALID, "%s: %s %s", name, path,
		            bad      ? "cannot be read"
		            : n == 0 ? "is empty"
		                     : "is too large");
	}
	p[n] = '\0';
	*out = (struct text){p, n};
	*mode = st.st_mode;
	return OK;
}

static void wipe(struct text *t)
{
	if (t->p == NULL)
		return;
	crypto_wipe(t->p, t->n);
	free(t->p);
}

static void free_pair(struct pair *p)
{
	for (unsigned i = 0; i < p->n; i++)
		gnutls_pcert_deinit(&p->chain[i]);
	gnutls_privkey_deinit(p->key);
	free(p);
}

static gnutls_datum_t datum(const struct text *t)
{
	/* The library does not write to what it reads. */
	return (gnutls_datum_t){(unsigned char *)t->p, (unsigned)t->n};
}

static enum err read_dates(const gnutls_pcert_st *own, struct tls_facts *out, struct fail *f)
{
	gnutls_x509_crt_t crt;
	time_t            begin = (time_t)-1, end = (time_t)-1;

	if (gnutls_x509_crt_init(&crt) != GNUTLS_E_SUCCESS)
		abort();
	if (gnutls_x509_crt_import(crt, &own->cert, GNUTLS_X509_FMT_DER) == GNUTLS_E_SUCCESS) {
		begin = gnutls_x509_crt_get_activation_time(crt);
		end = gnutls_x509_crt_get_expiration_time(crt);
	}
	gnutls_x509_crt_deinit(crt);
	if (begin == (time_t)-1)
		return fail(f, ERR_INVALID, "tls_cert: the certificate has no beginning");
	if (end == (time_t)-1)
		return fail(f, ERR_INVALID, "tls_cert: the certificate has no end");
	out->not_before_ms = (int64_t)begin * 1000;
	out->not_after_ms = (int64_t)end * 1000;
	return OK;
}

/* Credentials refuse a key that is not the certificate's; they serve for nothing else here. */
static enum err check_match(const struct text *cert, const struct text *key, struct fail *f)
{
	const gnutls_datum_t             c = datum(cert), k = datum(key);
	gnutls_certificate_credentials_t both;

	if (gnutls_certificate_allocate_credentials(&both) != GNUTLS_E_SUCCESS)
		abort();
	const int r = gnutls_certificate_set_x509_key_mem(both, &c, &k, GNUTLS_X509_FMT_PEM);
	gnutls_certificate_free_credentials(both);
	if (r == GNUTLS_E_CERTIFICATE_KEY_MISMATCH)
		return fail(f, ERR_INVALID, "tls_key: the key is not that of the certificate");
	if (r < 0)
		return fail(f, ERR_INVALID, "tls_cert and tls_key: %s", gnutls_strerror(r));
	return OK;
}

static enum err import(struct pair *p, const struct text *cert, const struct text *key,
                       struct fail *f)
{
	const gnutls_datum_t c = datum(cert), k = datum(key);
	unsigned             n = CHAIN_MAX;
	int r = gnutls_pcert_list_import_x509_raw(p->chain, &n, &c, GNUTLS_X509_FMT_PEM,
	                                          GNUTLS_X509_CRT_LIST_SORT);
	if (r < 0 || n == 0)
		return fail(f, ERR_INVALID, "tls_cert: no chain of certificates as PEM: %s",
		            gnutls_strerror(r));
	p->n = n;
	r = gnutls_privkey_import_x509_raw(p->key, &k, GNUTLS_X509_FMT_PEM, NULL, 0);
	if (r < 0)
		return fail(f, ERR_INVALID, "tls_key: no key as PEM without a password: %s",
		            gnutls_strerror(r));
	TRY(check_match(cert, key, f));
	return read_dates(&p->chain[0], &p->facts, f);
}

static enum err read_pair(const struct tls *t, struct pair *p, struct fail *f)
{
	struct text cert = {0}, key = {0};
	mode_t      mode = 0;
	enum err    e = read_file("tls_cert", t->cert_file, &cert, &mode, f);

	if (e == OK)
		e = read_file("tls_key", t->key_file, &key, &mode, f);
	if (e == OK) {
		unsigned char halves[2][32];

		crypto_sha256(cert.p, cert.n, halves[0]);
		crypto_sha256(key.p, key.n, halves[1]);
		crypto_sha256(halves, sizeof(halves), p->digest);
		p->facts.key_open = (mode & (S_IRWXG | S_IRWXO)) != 0;
		e = import(p, &cert, &key, f);
	}
	wipe(&cert);
	wipe(&key);
	return e;
}

enum err tls_reload(struct tls *t, bool *changed, struct fail *f)
{
	struct pair *p = calloc(1, sizeof(*p)), *shown = atomic_load(&t->shown);

	if (p == NULL || gnutls_privkey_init(&p->key) != GNUTLS_E_SUCCESS)
		abort();
	const enum err e = read_pair(t, p, f);
	const bool     same = e == OK && shown != NULL &&
	                  memcmp(p->digest, shown->digest, sizeof(p->digest)) == 0 &&
	                  p->facts.key_open == shown->facts.key_open;
	if (e != OK || same) {
		free_pair(p);
		if (e == OK)
			*changed = false;
		return e;
	}
	p->older = shown;
	atomic_store(&t->shown, p);
	*changed = true;
	return OK;
}

enum err tls_create(const char *cert_file, const char *key_file, struct tls **out, struct fail *f)
{
	struct tls *t = calloc(1, sizeof(*t));
	bool        changed;

	if (t == NULL || (t->cert_file = strdup(cert_file)) == NULL ||
	    (t->key_file = strdup(key_file)) == NULL)
		abort();
	const enum err e = tls_reload(t, &changed, f);
	if (e != OK) {
		tls_destroy(t);
		return e;
	}
	atomic_store(&in_use, t);
	*out = t;
	return OK;
}

void tls_destroy(struct tls *t)
{
	struct tls *ours = t;

	if (t == NULL)
		return;
	(void)atomic_compare_exchange_strong(&in_use, &ours, NULL);
	for (struct pair *p = atomic_load(&t->shown), *older; p != NULL; p = older) {
		older = p->older;
		free_pair(p);
	}
	free(t->cert_file);
	free(t->key_file);
	free(t);
}

struct tls_facts tls_facts(const struct tls *t)
{
	return atomic_load(&t->shown)->facts;
}

/* The library frees nothing of what it is given here. */
static int retrieve(gnutls_session_t session, const gnutls_datum_t *authorities, int authorities_n,
                    const gnutls_pk_algorithm_t *algorithms, int algorithms_n,
                    gnutls_pcert_st **chain, unsigned *n, gnutls_privkey_t *key)
{
	const struct tls *t = atomic_load(&in_use);

	(void)session;
	(void)authorities;
	(void)authorities_n;
	(void)algorithms;
	(void)algorithms_n;
	if (t == NULL)
		return -1;
	struct pair *p = atomic_load(&t->shown);
	*chain = p->chain;
	*n = p->n;
	*key = p->key;
	return 0;
}

void *tls_callback(void)
{
	gnutls_certificate_retrieve_function2 *f = retrieve;
	void                                  *p;

	/* POSIX holds the two kinds of pointer to be of one size, ISO C knows no cast. */
	memcpy(&p, &f, sizeof(p));
	return p;
}
