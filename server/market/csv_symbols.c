/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include "market/csv_symbols.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"

enum { CHUNK = 256, CHUNKS = CSV_SYMBOLS_MAX / CHUNK, NAME_BYTES = 120, BLOCK_DAYS = 384 };

/* Dates of one symbol in one stretch of BLOCK_DAYS days. */
struct block {
	uint64_t key; /* symbol id and stretch */
	uint64_t days[BLOCK_DAYS / 64];
};

struct csv_symbols {
	struct arena     *a;
	struct csv_track *chunks[CHUNKS];
	size_t            n;
	uint32_t         *slots; /* id + 1; open addressing, at most half full */
	size_t            slots_n;
	struct block    **blocks; /* in chunks too */
	size_t            blocks_n, blocks_cap;
	uint32_t         *places; /* block number + 1, like slots */
	size_t            places_n;
};

struct csv_symbols *csv_symbols_create(struct arena *a)
{
	struct csv_symbols *s = ARENA_NEW(a, struct csv_symbols);

	s->a = a;
	s->slots_n = 256;
	s->slots = ARENA_ARRAY(a, s->slots_n, uint32_t);
	s->places_n = 256;
	s->places = ARENA_ARRAY(a, s->places_n, uint32_t);
	return s;
}

size_t csv_symbols_n(const struct csv_symbols *s)
{
	return s->n;
}

struct csv_track *csv_symbols_at(const struct csv_symbols *s, size_t id)
{
	return &s->chunks[id / CHUNK][id % CHUNK];
}

/* FNV-1a */
static size_t hash(const char *text, size_t n)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
	return (size_t)(h ^ h >> 32);
}

static size_t find_slot(const struct csv_symbols *s, const char *text, size_t n)
{
	size_t mask = s->slots_n - 1, i = hash(text, n) & mask;

	for (; s->slots[i] != 0; i = (i + 1) & mask) {
		const char *known = csv_symbols_at(s, s->slots[i] - 1)->pub.text;
		if (memcmp(known, text, n) == 0 && known[n] == '\0')
			break;
	}
	return i;
}

static void grow_slots(struct csv_symbols *s)
{
	s->slots_n *= 2;
	s->slots = ARENA_ARRAY(s->a, s->slots_n, uint32_t);
	for (size_t id = 0; id < s->n; id++) {
		const char *text = csv_symbols_at(s, id)->pub.text;
		s->slots[find_slot(s, text, strlen(text))] = (uint32_t)id + 1;
	}
}

/* A name fit to show, or NULL. */
static const char *clean_name(struct csv_symbols *s, struct csv_text t)
{
	t = csv_trim(t);
	if (csv_missing(t) || t.n > NAME_BYTES || !text_utf8_valid(t.p, t.n))
		return NULL;
	for (size_t i = 0; i < t.n; i++)
		if ((unsigned char)t.p[i] < ' ' || t.p[i] == 0x7f)
			return NULL;
	return arena_strndup(s->a, t.p, t.n);
}

struct csv_track *csv_symbols_get(struct csv_symbols *s, const char *text, size_t n,
                                  struct csv_text name)
{
	size_t i = find_slot(s, text, n);

	if (s->slots[i] != 0)
		return csv_symbols_at(s, s->slots[i] - 1);
	if (s->n == CSV_SYMBOLS_MAX)
		return NULL;
	if (s->n % CHUNK == 0)
		s->chunks[s->n / CHUNK] = ARENA_ARRAY(s->a, CHUNK, struct csv_track);
	struct csv_track *t = csv_symbols_at(s, s->n);
	t->pub.id = (uint32_t)s->n;
	memcpy(t->pub.text, text, n);
	t->pub.name = clean_name(s, name);
	s->slots[i] = (uint32_t)++s->n;
	if (s->n * 2 > s->slots_n)
		grow_slots(s);
	return t;
}

static struct block *block_at(const struct csv_symbols *s, size_t i)
{
	return &s->blocks[i / CHUNK][i % CHUNK];
}

static size_t find_place(const struct csv_symbols *s, uint64_t key)
{
	size_t mask = s->places_n - 1;
	size_t i = (size_t)(key * UINT64_C(0x9e3779b97f4a7c15) >> 32) & mask;

	while (s->places[i] != 0 && block_at(s, s->places[i] - 1)->key != key)
		i = (i + 1) & mask;
	return i;
}

static struct block *add_block(struct csv_symbols *s, uint64_t key, size_t place)
{
	size_t n = s->blocks_n++;

	if (n % CHUNK == 0) {
		s->blocks = arena_grow(s->a, s->blocks, n / CHUNK, &s->blocks_cap,
		                       sizeof(struct block *));
		s->blocks[n / CHUNK] = ARENA_ARRAY(s->a, CHUNK, struct block);
	}
	struct block *b = block_at(s, n);
	b->key = key;
	s->places[place] = (uint32_t)s->blocks_n;
	if (s->blocks_n * 2 > s->places_n) {
		s->places_n *= 2;
		s->places = ARENA_ARRAY(s->a, s->places_n, uint32_t);
		for (size_t i = 0; i < s->blocks_n; i++)
			s->places[find_place(s, block_at(s, i)->key)] = (uint32_t)i + 1;
	}
	return b;
}

bool csv_symbols_mark(struct csv_symbols *s, const struct csv_track *t, int32_t date)
{
	static const int32_t first = -62091; /* 1800-01-01, the earliest date that is taken */
	uint32_t             day = (uint32_t)(date - first);
	uint64_t             key = (uint64_t)t->pub.id << 32 | day / BLOCK_DAYS;
	size_t               place = find_place(s, key);
	struct block        *b = s->places[place] ? block_at(s, s->places[place] - 1)
	                                          : add_block(s, key, place);
	uint64_t             bit = UINT64_C(1) << day % 64, *word = &b->days[day % BLOCK_DAYS / 64];

	if (*word & bit)
		return false;
	*word |= bit;
	return true;
}
