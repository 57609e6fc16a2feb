/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/issuer_fixture.h"

#include "app/id_token.h"

#define HEADER "{\"alg\":\"RS256\",\"kid\":\"one\",\"typ\":\"JWT\"}"
#define GOOD                                                                         \
	"{\"iss\":\"https://issuer.example\",\"aud\":\"our-client\",\"sub\":\"42\"," \
	"\"email\":\"Ada@Example.com\",\"email_verified\":true,\"iat\":1767225600,"  \
	"\"exp\":1767229200,\"nonce\":\"n1\",\"azp\":\"our-client\",\"name\":\"Ada\"}"

static const char *const issuers[] = {ISSUER, "issuer.example", NULL};

static enum err verify_by(struct issuer *i, const char *token, const char *nonce,
                          struct id_token *out, struct fail *f)
{
	struct id_rules rules = {.keys = i->keys,
	                         .keys_url = KEYS_URL,
	                         .issuers = issuers,
	                         .audience = AUDIENCE,
	                         .nonce = nonce,
	                         .now_s = i->desk->clock.fixed_ms / 1000};

	*f = (struct fail){0};
	return id_token_verify(i->desk->s->a, &rules, token, out, f);
}

/* The good payload with one part put in another's place. */
static const char *but(struct arena *a, const char *part, const char *instead)
{
	const char *at = strstr(GOOD, part);

	assert_non_null(at);
	return arena_printf(a, "%.*s%s%s", (int)(at - GOOD), GOOD, instead, at + strlen(part));
}

static const char *with_header(struct issuer *i, const char *header)
{
	return issuer_sign(i->desk->s->a, i->key, header, GOOD);
}

static void refused(struct issuer *i, const char *token, const char *why)
{
	struct id_token out = {.subject = "untouched"};
	struct fail     f;

	assert_int_equal(verify_by(i, token, "n1", &out, &f), ERR_AUTH);
	assert_string_equal(f.slug, "id_token_refused");
	if (!strstr(f.msg, why))
		print_error("%s: not %s\n", f.msg, why);
	assert_non_null(strstr(f.msg, why));
	assert_string_equal(out.subject, "untouched");
}

static void accepted(struct issuer *i, const char *payload)
{
	struct id_token out;
	struct fail     f;

	assert_ok(verify_by(i, issuer_sign(i->desk->s->a, i->key, HEADER, payload), "n1", &out, &f),
	          &f);
	assert_string_equal(out.subject, "42");
	assert_string_equal(out.email, "ada@example.com");
}

static void a_good_one_is_taken(void **state)
{
	struct issuer *i = *state;
	struct arena  *a = i->desk->s->a;

	accepted(i, GOOD);
	accepted(i, but(a, "\"https://issuer.example\"", "\"issuer.example\""));
	accepted(i, but(a, "\"aud\":\"our-client\"", "\"aud\":[\"our-client\"]"));
	accepted(i, but(a, "\"aud\":\"our-client\"", "\"aud\":[\"x\",\"our-client\"]"));
	accepted(i, but(a, ",\"azp\":\"our-client\"", ""));
	accepted(i, but(a, "\"name\":\"Ada\"", "\"name\":{\"deep\":[1,2]}"));
	accepted(i, but(a, "\"name\"", "\"nbf\":1767225660,\"name\""));
	accepted(i, but(a, "\"iat\":1767225600", "\"iat\":1767225660")); /* a minute ahead */
	accepted(i, but(a, "\"exp\":1767229200", "\"exp\":1767225541")); /* a minute over */
}

static void every_wrong_claim_is_refused_by_name(void **state)
{
	static const struct {
		const char *part, *instead, *why;
	} forged[] = {
		{"https://issuer.example", "https://evil.example", "(iss)"},
		{"https://issuer.example", "https://issuer.example/", "(iss)"},
		{"\"iss\":\"https://issuer.example\",", "", "iss"},
		{"\"aud\":\"our-client\"", "\"aud\":\"other\"", "(aud)"},
		{"\"aud\":\"our-client\"", "\"aud\":[]", "aud"},
		{"\"aud\":\"our-client\"", "\"aud\":[\"other\"]", "(aud)"},
		{"\"aud\":\"our-client\",", "", "aud"},
		{"\"aud\":\"our-client\"", "\"aud\":{}", "aud"},
		{"\"azp\":\"our-client\"", "\"azp\":\"other\"", "(azp)"},
		{"\"sub\":\"42\"", "\"sub\":\"\"", "sub"},
		{"\"sub\":\"42\"", "\"sub\":42", "sub"},
		{"\"sub\":\"42\",", "", "sub"},
		{"\"exp\":1767229200", "\"exp\":1767225540", "(exp)"},
		{"\"exp\":1767229200", "\"exp\":\"1767229200\"", "exp"},
		{"\"exp\":1767229200,", "", "exp"},
		{"\"iat\":1767225600", "\"iat\":1767225661", "(iat)"},
		{"\"iat\":1767225600,", "", "iat"},
		{"\"name\"", "\"nbf\":1767225661,\"name\"", "(nbf)"},
		{"\"nonce\":\"n1\"", "\"nonce\":\"n2\"", "(nonce)"},
		{",\"nonce\":\"n1\"", "", "(nonce)"},
		{"\"email_verified\":true", "\"email_verified\":false", "did not verify"},
		{"\"email_verified\":true", "\"email_verified\":\"true\"", "email_verified"},
		{",\"email_verified\":true", "", "did not verify"},
		{"\"email\":\"Ada@Example.com\",", "", "no e-mail address"},
		{"Ada@Example.com", "Ada", "that is none"},
		{"\"sub\":\"42\"", "\"sub\":\"42\",\"sub\":\"43\"", "not complete"},
	};
	struct issuer *i = *state;
	struct arena  *a = i->desk->s->a;

	for (size_t k = 0; k < COUNT(forged); k++)
		refused(i,
		        issuer_sign(a, i->key, HEADER, but(a, forged[k].part, forged[k].instead)),
		        forged[k].why);
	refused(i,
	        issuer_sign(a, i->key, HEADER,
	                    "{\"iss\":\"https://issuer.example\",\"aud\":[\"our-client\",\"x\"],"
	                    "\"sub\":\"1\",\"iat\":1767225600,\"exp\":1767229200}"),
	        "(azp)");
	refused(i, issuer_sign(a, i->key, HEADER, "no JSON"), "not complete");
}

static void other_algorithms_are_refused(void **state)
{
	struct issuer *i = *state;
	struct arena  *a = i->desk->s->a;
	const char    *payload = base64url_encode(a, GOOD, strlen(GOOD)), *n;
	uint8_t        mac[SHA256_LEN];

	/* none: with no signature, and with one. */
	const char *none = "{\"alg\":\"none\",\"kid\":\"one\"}";
	refused(i, arena_printf(a, "%s.%s.", base64url_encode(a, none, strlen(none)), payload),
	        "RS256");
	refused(i, with_header(i, none), "RS256");
	refused(i, with_header(i, "{\"alg\":\"RS512\",\"kid\":\"one\"}"), "RS256");
	refused(i, with_header(i, "{\"alg\":\"rs256\",\"kid\":\"one\"}"), "RS256");
	refused(i, with_header(i, "{\"kid\":\"one\"}"), "header");
	refused(i, with_header(i, "{\"alg\":\"RS256\",\"alg\":\"none\",\"kid\":\"one\"}"),
	        "header");
	refused(i, with_header(i, "{\"alg\":\"RS256\",\"kid\":\"one\",\"crit\":[\"exp\"]}"),
	        "extensions");
	/* HS256 over the public key, as a secret that everybody knows. */
	const char *hs = "{\"alg\":\"HS256\",\"kid\":\"one\"}";
	const char *text = arena_printf(a, "%s.%s", base64url_encode(a, hs, strlen(hs)), payload);
	n = key_number(a, i->key, "n");
	crypto_hmac_sha256(n, strlen(n), text, strlen(text), mac);
	refused(i, arena_printf(a, "%s.%s", text, base64url_encode(a, mac, sizeof(mac))), "RS256");
}

static void wrong_keys_and_signatures_are_refused(void **state)
{
	struct issuer *i = *state;
	struct arena  *a = i->desk->s->a;
	const char    *good = with_header(i, HEADER);

	refused(i, issuer_sign(a, i->other, HEADER, GOOD), "signature");
	refused(i, with_header(i, "{\"alg\":\"RS256\",\"kid\":\"two\"}"), "does not publish");
	refused(i, with_header(i, "{\"alg\":\"RS256\"}"), "does not name the key");
	refused(i, with_header(i, "{\"alg\":\"RS256\",\"kid\":\"\"}"), "does not name the key");
	/* The signature of another payload. */
	const char *mark = strrchr(good, '.');
	const char *head = arena_strndup(a, good, (size_t)(strchr(good, '.') - good));
	const char *forged = but(a, "\"42\"", "\"43\"");
	refused(i,
	        arena_printf(a, "%s.%s%s", head, base64url_encode(a, forged, strlen(forged)), mark),
	        "signature");
	char *bent = arena_strdup(a, good);
	bent[strlen(bent) - 9] = bent[strlen(bent) - 9] == 'A' ? 'B' : 'A';
	refused(i, bent, "signature");
	refused(i, arena_strndup(a, good, strlen(good) - strlen(mark) + 1), "not signed");
}

static void what_is_no_token_is_refused(void **state)
{
	static const char *const bad[] = {"",    ".",       "..",    "...",
	                                  "a.b", "a.b.c.d", "a.b.c", "\x01.b.c"};
	struct issuer           *i = *state;
	char                    *huge = arena_alloc(i->desk->s->a, ID_TOKEN_MAX + 2);

	for (size_t k = 0; k < COUNT(bad); k++)
		refused(i, bad[k], "the ID token");
	memset(huge, 'a', ID_TOKEN_MAX + 1);
	refused(i, huge, "not a signed token");
	assert_int_equal(i->fetches, 0); /* nobody was asked for that */
}

static void without_a_nonce_sent_none_is_looked_at(void **state)
{
	struct issuer  *i = *state;
	struct id_token out;
	struct fail     f;

	assert_ok(verify_by(i, with_header(i, HEADER), NULL, &out, &f), &f);
}

static void without_keys_nothing_is_decided(void **state)
{
	struct issuer  *i = *state;
	struct id_token out;
	struct fail     f;

	i->down = true;
	assert_int_equal(verify_by(i, with_header(i, HEADER), "n1", &out, &f), ERR_AWAY);
	assert_true(f.retry_after_s > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_good_one_is_taken, issuer_setup, issuer_teardown),
		cmocka_unit_test_setup_teardown(every_wrong_claim_is_refused_by_name, issuer_setup,
	                                        issuer_teardown),
		cmocka_unit_test_setup_teardown(other_algorithms_are_refused, issuer_setup,
	                                        issuer_teardown),
		cmocka_unit_test_setup_teardown(wrong_keys_and_signatures_are_refused, issuer_setup,
	                                        issuer_teardown),
		cmocka_unit_test_setup_teardown(what_is_no_token_is_refused, issuer_setup,
	                                        issuer_teardown),
		cmocka_unit_test_setup_teardown(without_a_nonce_sent_none_is_looked_at,
	                                        issuer_setup, issuer_teardown),
		cmocka_unit_test_setup_teardown(without_keys_nothing_is_decided, issuer_setup,
	                                        issuer_teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
