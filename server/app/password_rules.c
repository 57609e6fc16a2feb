/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "app/password_rules.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/text.h"

enum { SHORTEST = 8, LONGEST = 128, RUN = 4 };

/* Neighbours on a keyboard or in the alphabet: RUN of them in a row, either way, make a sequence. */
static const char *const rows[] = {
	"abcdefghijklmnopqrstuvwxyz",
	"0123456789",
	"1234567890",
	"qwertyuiop",
	"asdfghjkl",
	"zxcvbnm",
	"qwertz",
	"azertyuiop",
};

/* Passwords that pass the class rules and are yet the first that anybody tries; compared without case. */
static const char *const common[] = {
	"password1!",  "passw0rd!",  "p@ssw0rd",   "p@ssword1",  "p@ssw0rd1",   "welcome1!",
	"welcome@1",   "admin@123",  "admin123!",  "letmein1!",  "changeme1!",  "iloveyou1!",
	"sunshine1!",  "football1!", "monkey123!", "dragon123!", "summer2024!", "winter2024!",
	"spring2024!", "test123!",   "abc123!",    "trustno1!",  "princess1!",  "baseball1!",
	"superman1!",  "batman123!", "master123!", "shadow123!", "michael1!",   "password123!",
	"p@ssw0rd!",   "pa$$w0rd",   "pa$$word1",  "secret123!", "login123!",   "access123!",
	"hello123!",   "freedom1!",  "whatever1!", "starwars1!",
};

static bool has_sequence(const char *p)
{
	size_t n = strlen(p);

	for (size_t r = 0; r < COUNT(rows); r++) {
		for (size_t i = 0; i + RUN <= n; i++) {
			int up = 1, down = 1;

			for (size_t k = 1; k < RUN; k++) {
				const char *a = strchr(rows[r],
				                       tolower((unsigned char)p[i + k - 1]));
				const char *b = strchr(rows[r], tolower((unsigned char)p[i + k]));

				up += a && b && b == a + 1;
				down += a && b && a == b + 1;
			}
			if (up == RUN || down == RUN)
				return true;
		}
	}
	return false;
}

/* Bytes of the character at p; 1 where p is not UTF-8. */
static size_t width(const char *p)
{
	size_t n = text_utf8_char(p, strlen(p));

	return n ? n : 1;
}

static size_t characters(const char *p)
{
	size_t n = 0;

	for (; *p; p += width(p))
		n++;
	return n;
}

static bool has_triple(const char *p)
{
	for (; *p; p += width(p)) {
		size_t n = width(p);

		if (strncmp(p, p + n, n) == 0 && strncmp(p, p + 2 * n, n) == 0)
			return true;
	}
	return false;
}

static bool is_common(const char *p)
{
	for (size_t i = 0; i < COUNT(common); i++)
		if (text_same_fold(p, common[i]))
			return true;
	return false;
}

enum err password_rules_check(const char *field, const char *password, struct fail *f)
{
	size_t   n = characters(password);
	bool     upper = false, lower = false, digit = false, special = false;
	enum err e = OK;

	for (const char *p = password; *p; p++) {
		unsigned char c = (unsigned char)*p;
		upper |= c >= 'A' && c <= 'Z';
		lower |= c >= 'a' && c <= 'z';
		digit |= c >= '0' && c <= '9';
		special |= c > 127 || ispunct(c) || c == ' ';
	}
	const struct {
		bool        broken;
		const char *rule;
	} rules[] = {
		{n < SHORTEST, "must have at least 8 characters"},
		{n > LONGEST, "must have at most 128 characters"},
		{!upper, "must contain an upper-case letter"},
		{!lower, "must contain a lower-case letter"},
		{!digit, "must contain a digit"},
		{!special, "must contain a special character"},
		{is_common(password), "must not be a common password"},
		{has_sequence(password), "must not contain a sequence such as 1234 or qwer"},
		{has_triple(password), "must not contain three equal characters in a row"},
	};
	for (size_t i = 0; i < COUNT(rules); i++)
		if (rules[i].broken)
			e = fail_field(f, field, "%s", rules[i].rule);
	return e;
}
