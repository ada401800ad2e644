#pragma once
#include <git2.h>
#include <git2/sys/repository.h>
#include <git2/sys/transport.h>
#include <git2/sys/commit.h>

/* libgit2's options are variadic, which Swift can't call. */
static inline int galley_git_opts_set_int(int option, int value) {
  return git_libgit2_opts(option, value);
}

static inline int galley_git_opts_set_cert_file(const char *file) {
  return git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, file, NULL);
}
