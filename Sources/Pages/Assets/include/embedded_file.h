// Puts files into the program as they are. It costs the build nothing, and the compiler notes each file for the next
// build because of __has_include at the place of use.
#pragma once

#if defined(__APPLE__)
#define SECTION ".const_data"
#define NAME(name) "_" #name
#else
#define SECTION ".section .rodata"
#define NAME(name) #name
#endif

#define ASSET(name, file)                                                      \
  __asm__(SECTION "\n" NAME(name##_bytes) ":\n.incbin \"" file "\"\n.byte 0\n.text\n"); \
  extern const char name##_bytes[] __asm__(NAME(name##_bytes));                \
  const char *name(void) { return name##_bytes; }
