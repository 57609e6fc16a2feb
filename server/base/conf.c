/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "base/conf.h"

#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/log.h"

static const char *const registration_words[] = {"open", "closed", NULL};
static const char *const format_words[] = {"logfmt", "json", NULL};

const struct conf_key conf_keys[] = {
	{"data", "DATA", CONF_TEXT, AT(conf, data), "var",
         .doc = "Folder that holds the database and keys"},
	{"database_url", "DATABASE_URL", CONF_TEXT, AT(conf, database_url), "",
         .doc = "sqlite:PATH; empty: autoindex.db in the data folder"},
	{"backup_dir", "BACKUP_DIR", CONF_TEXT, AT(conf, backup_dir), "",
         .doc = "Folder for backups; empty: backups in the data folder"},
	{"backup_passphrase", "BACKUP_PASSPHRASE", CONF_TEXT, AT(conf, backup_passphrase), "",
         CONF_SECRET, 12,
         .doc = "Encrypts every backup, and opens those it encrypted; empty: plain files"},
	{"host", "HOST", CONF_TEXT, AT(conf, host), "127.0.0.1", .doc = "Address to listen on"},
	{"port", "PORT", CONF_INT, AT(conf, port), "8000", 0, 0, 65535,
         .doc = "Port to listen on; 0: any free one"},
	{"workers", "WORKERS", CONF_INT, AT(conf, workers), "0", 0, 0, 1024,
         .doc = "Threads that run requests; 0: two per core"},
	{"secret_key", "SECRET_KEY", CONF_TEXT, AT(conf, secret_key), "", CONF_SECRET, 32,
         .doc = "Signs tokens and seals stored secrets; empty: made at first start and kept in the data folder"},
	{"secret_key_old", "SECRET_KEY_OLD", CONF_TEXT, AT(conf, secret_key_old), "", CONF_SECRET,
         32, .doc = "The SECRET_KEY before: still opens stored secrets until 'user rotate-key'"},
	{"admin_token", "ADMIN_TOKEN", CONF_TEXT, AT(conf, admin_token), "", CONF_SECRET, 32,
         .doc = "Bearer token that acts as an administrator; empty: none"},
	{"frontend_url", "FRONTEND_URL", CONF_TEXT, AT(conf, frontend_url), "",
         .doc = "Origin of a separately served web client, allowed by CORS; empty: none"},
	{"public_url", "PUBLIC_URL", CONF_TEXT, AT(conf, public_url), "",
         .doc = "Address of this server as browsers see it, for sign-in by a provider; empty: http://localhost:PORT"},
	{"registration", "REGISTRATION", CONF_WORD, AT(conf, registration), "open",
         .words = registration_words, .doc = "Who may make an account: everybody, or nobody"},
	{"session_lifetime_s", "SESSION_LIFETIME_S", CONF_INT, AT(conf, session_lifetime_s),
         "86400", .min = 5, .max = 2592000,
         .doc = "Seconds that a sign-in holds; a page in use renews it after half of them"},
	{"google_client_id", "GOOGLE_CLIENT_ID", CONF_TEXT, AT(conf, google_client_id), "",
         .doc = "Takes Google's ID tokens that are meant for this client; empty: none"},
	{"google_client_secret", "GOOGLE_CLIENT_SECRET", CONF_TEXT, AT(conf, google_client_secret),
         "", CONF_SECRET, .doc = "Of that client; with it the sign-in by code knows Google"},
	{"google_jwks_url", "GOOGLE_JWKS_URL", CONF_TEXT, AT(conf, google_jwks_url), "",
         .doc = "Where Google's keys are; empty: at Google"},
	{"oidc_issuer", "OIDC_ISSUER", CONF_TEXT, AT(conf, oidc_issuer), "",
         .doc = "OpenID Connect issuer whose accounts may sign in, https://...; empty: none"},
	{"oidc_client_id", "OIDC_CLIENT_ID", CONF_TEXT, AT(conf, oidc_client_id), "",
         .doc = "What that issuer knows this program as"},
	{"oidc_client_secret", "OIDC_CLIENT_SECRET", CONF_TEXT, AT(conf, oidc_client_secret), "",
         CONF_SECRET, .doc = "Secret of that client; empty: a public client, by PKCE alone"},
	{"oidc_name", "OIDC_NAME", CONF_TEXT, AT(conf, oidc_name), "single sign-on",
         .doc = "What the sign-in page calls that issuer"},
	{"outbound_proxy", "OUTBOUND_PROXY", CONF_TEXT, AT(conf, outbound_proxy), "",
         .doc = "Proxy for what this server asks of issuers, http://...; empty: none, whatever the environment says"},
	{"sample_data", "SAMPLE_DATA", CONF_BOOL, AT(conf, sample_data), "on",
         .doc = "Fill an empty database with the bundled market data"},
	{"rate_limit", "RATE_LIMIT", CONF_INT, AT(conf, rate_limit), "1", 0, 0, 1,
         .doc = "0 turns every rate limit off"},
	{"rate_limit_anon", "RATE_LIMIT_ANON", CONF_INT, AT(conf, rate_limit_anon), "100",
         .max = 1000000, .doc = "Requests a minute from one address without a login; 0: no limit"},
	{"rate_limit_user", "RATE_LIMIT_USER", CONF_INT, AT(conf, rate_limit_user), "1200",
         .max = 1000000, .doc = "Requests a minute of one user; 0: no limit"},
	{"rate_limit_compute", "RATE_LIMIT_COMPUTE", CONF_INT, AT(conf, rate_limit_compute), "300",
         .max = 1000000,
         .doc = "Of these, computations (simulate, backtest, compare ...); 0: no limit"},
	{"bcrypt_cost", "BCRYPT_COST", CONF_INT, AT(conf, bcrypt_cost), "12", 0, 4, 16,
         .doc = "Work per password check, doubling with each step"},
	{"request_timeout_s", "REQUEST_TIMEOUT_S", CONF_INT, AT(conf, request_timeout_s), "30",
         .min = 1, .max = 3600,
         .doc = "Seconds a connection may stay idle, and a request's head may take; bodies and replies: those and one for each 1024 bytes"},
	{"max_connections", "MAX_CONNECTIONS", CONF_INT, AT(conf, max_connections), "4096",
         .min = 1, .max = 1000000, .doc = "Connections at a time"},
	{"max_connections_address", "MAX_CONNECTIONS_ADDRESS", CONF_INT,
         AT(conf, max_connections_address), "0", .max = 1000000,
         .doc = "Of these from one address, of IPv6 one /64; 0: no limit, for whoever listens behind a proxy"},
	{"events_per_user", "EVENTS_PER_USER", CONF_INT, AT(conf, events_per_user), "8", .min = 1,
         .max = 1000000, .doc = "Streams of /api/v1/events that one user may have open"},
	{"events_heartbeat_s", "EVENTS_HEARTBEAT_S", CONF_INT, AT(conf, events_heartbeat_s), "15",
         .min = 1, .max = 3600,
         .doc = "Seconds after which a stream that has nothing to say gives a sign of life; less than a proxy's patience"},
	{"trusted_proxies", "TRUSTED_PROXIES", CONF_TEXT, AT(conf, trusted_proxies), "",
         .doc = "Proxies whose X-Forwarded-For and -Proto count: addresses and ranges, \"10.0.0.0/8, ::1\""},
	{"render", "RENDER", CONF_BOOL, AT(conf, render), "off",
         .doc = "Behind a platform's TLS proxy: one hop trusted, HSTS, SECRET_KEY needed; default JSON log, host 0.0.0.0"},
	{"tls_cert", "TLS_CERT", CONF_TEXT, AT(conf, tls_cert), "",
         .doc = "PEM file with the server's certificate and its chain; empty: plain HTTP"},
	{"tls_key", "TLS_KEY", CONF_TEXT, AT(conf, tls_key), "",
         .doc = "PEM file with the key of TLS_CERT; SIGHUP reads both again"},
	{"otlp_endpoint", "OTLP_ENDPOINT", CONF_TEXT, AT(conf, otlp_endpoint), "",
         .doc = "OTLP/HTTP collector that gets a span of every request, \"http://localhost:4318\"; empty: none"},
	{"cache_bytes", "CACHE_BYTES", CONF_INT, AT(conf, cache_bytes), "25165824",
         .max = INT64_C(1) << 40, .doc = "Memory for replies kept ready; 0: none are kept"},
	{"job_workers", "JOB_WORKERS", CONF_INT, AT(conf, job_workers), "2", .max = 64,
         .doc = "Tasks that the server works on at a time; 0: none, 'autoindex worker' does"},
	{"job_grace_s", "JOB_GRACE_S", CONF_INT, AT(conf, job_grace_s), "10", .max = 3600,
         .doc = "Seconds that tasks at work get when the process is to end; then they are given back"},
	{"job_memory_mb", "JOB_MEMORY_MB", CONF_INT, AT(conf, job_memory_mb), "2048",
         .max = 1 << 20,
         .doc = "Address space of a task that has a process of its own, MiB; 0: no limit"},
	{"task_wait_s", "TASK_WAIT_S", CONF_INT, AT(conf, task_wait_s), "60", .max = 600,
         .doc = "Seconds that POST /api/v1/tasks/refresh waits for the end of its task"},
	{"beat", "BEAT", CONF_BOOL, AT(conf, beat), "on",
         .doc = "The server puts tasks when their schedules say; off: 'autoindex beat' does"},
	{"log_level", "LOG_LEVEL", CONF_WORD, AT(conf, log_level), "info", .words = log_level_words,
         .doc = "How much to log"},
	{"log_format", "LOG_FORMAT", CONF_WORD, AT(conf, log_format), "logfmt",
         .words = format_words, .doc = "How to log"},
	{"slow_request_ms", "SLOW_REQUEST_MS", CONF_INT, AT(conf, slow_request_ms), "1000",
         .max = 3600000, .doc = "Log a request that takes as long as a warning; 0: never"},
	{"slow_statement_ms", "SLOW_STATEMENT_MS", CONF_INT, AT(conf, slow_statement_ms), "250",
         .max = 3600000, .doc = "Log a statement of the database that takes as long; 0: never"},
};
const size_t conf_keys_n = COUNT(conf_keys);

const char *conf_text(struct arena *a, const struct conf *c, const struct conf_key *k)
{
	const char *m = (const char *)c + k->at;

	switch (k->kind) {
	case CONF_TEXT: return *(const char *const *)m;
	case CONF_BOOL: return *(const bool *)m ? "on" : "off";
	case CONF_WORD: return k->words[*(const int *)m];
	case CONF_INT: break;
	}
	return arena_printf(a, "%lld", (long long)*(const int64_t *)m);
}

/* "--port N" */
static size_t usage(const struct conf_key *k, char *out, size_t n)
{
	static const char *const values[] = {
		[CONF_TEXT] = " TEXT", [CONF_INT] = " N", [CONF_BOOL] = "", [CONF_WORD] = " WORD"};
	const char *no = k->kind == CONF_BOOL ? "[no-]" : "";
	size_t      len = (size_t)snprintf(out, n, "--%s%s%s", no, k->name, values[k->kind]);

	for (char *p = out; *p; p++)
		if (*p == '_')
			*p = '-';
	return len;
}

void conf_help(struct buf *out)
{
	enum { TEXT_MAX = 64 };
	char   flag[TEXT_MAX];
	size_t widest = 0;

	for (size_t i = 0; i < conf_keys_n; i++) {
		size_t len = usage(&conf_keys[i], flag, sizeof(flag));

		widest = len > widest ? len : widest;
	}
	for (size_t i = 0; i < conf_keys_n; i++) {
		const struct conf_key *k = &conf_keys[i];

		usage(k, flag, sizeof(flag));
		buf_printf(out, "%-*s  %s (", (int)widest, flag, k->doc);
		for (size_t j = 0; k->words && k->words[j]; j++)
			buf_printf(out, "%s%s", j ? ", " : "", k->words[j]);
		if (k->words)
			buf_puts(out, "; ");
		if (*k->def)
			buf_printf(out, "default %s, ", k->def);
		buf_printf(out, "%s)\n", k->env);
	}
}
