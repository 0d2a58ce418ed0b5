// The default model as bytes in the library: models/default.tamis between two symbols, so that
// tamis works before anything is installed. The build gives the path; without one the two symbols
// are equal and the library has no built-in model. The loader checks these bytes like any file's.
// SPDX-License-Identifier: MIT

    .section .rodata
    .balign 16
    .globl tm_default_model
    .hidden tm_default_model
    .type tm_default_model, %object
tm_default_model:
#ifdef TM_DEFAULT_MODEL_PATH
    .incbin TM_DEFAULT_MODEL_PATH
#endif
    .globl tm_default_model_end
    .hidden tm_default_model_end
    .type tm_default_model_end, %object
tm_default_model_end:
    .byte 0
    .size tm_default_model, tm_default_model_end - tm_default_model

    .section .note.GNU-stack, "", %progbits
