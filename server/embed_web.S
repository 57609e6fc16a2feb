/* SPDX-License-Identifier: Apache-2.0
 * Copyright 2026 The Waardhaven AutoIndex authors
 *
 * The packed web app, apart from embed.S so that tests link without it.
 */
	.section .rodata
	.global embed_web, embed_web_end
	.balign 16
embed_web:
	.incbin "build/web.pack"
embed_web_end:
	.byte 0

	.section .note.GNU-stack, "", @progbits
