/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors */
#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "report/pdf_libs.h"

static const struct {
	const char *name;
	size_t      at;
} functions[] = {
#define X(name) {#name, AT(pdf_libs, name)},
	PDF_LIBS(X)
#undef X
};

#ifdef __SANITIZE_ADDRESS__
/* Fontconfig keeps the elements of a pattern by their distance from it, which looks like a leak. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
	return "leak:libfontconfig.so";
}

const char *__lsan_default_options(void);
const char *__lsan_default_options(void)
{
	return "print_suppressions=0";
}
#endif

static struct pdf_libs libs;
static bool            loaded;
static char            why_not[200];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* PangoCairo depends on cairo, Pango and GObject, so that its handle finds the names of all. */
static bool load(void)
{
	void *h = dlopen("libpangocairo-1.0.so.0", RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);

	for (size_t i = 0; h && i < COUNT(functions); i++) {
		void *p = dlsym(h, functions[i].name);

		if (!p)
			h = NULL;
		memcpy((char *)&libs + functions[i].at, &p, sizeof(p));
	}
	if (!h) {
		const char *e = dlerror();

		snprintf(why_not, sizeof(why_not), "%s", e ? e : "");
	}
	return h;
}

enum err pdf_libs_load(const struct pdf_libs **out, struct fail *f)
{
	pthread_mutex_lock(&lock);
	bool there = loaded || (loaded = load());
	pthread_mutex_unlock(&lock);

	if (!there)
		return fail(f, ERR_AWAY,
		            "a PDF needs cairo and Pango (Debian: libpangocairo-1.0-0): %s",
		            why_not);
	*out = &libs;
	return OK;
}
