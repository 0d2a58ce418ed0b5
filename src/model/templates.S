// The templates that training writes injections from (seeds/templates) as bytes in the library, so
// that an installed tamis trains without a checkout of its sources. As default_model.S.
// SPDX-License-Identifier: MIT

    .section .rodata
    .globl tm_templates
    .hidden tm_templates
    .type tm_templates, %object
tm_templates:
    .incbin TM_TEMPLATES_PATH
    .globl tm_templates_end
    .hidden tm_templates_end
    .type tm_templates_end, %object
tm_templates_end:
    .byte 0
    .size tm_templates, tm_templates_end - tm_templates

    .section .note.GNU-stack, "", %progbits
