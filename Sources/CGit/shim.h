#pragma once
#include <git2.h>
#include <git2/sys/repository.h>
#include <git2/sys/stream.h>
#include <git2/sys/transport.h>
#include <git2/sys/commit.h>
#include <git2/sys/odb_backend.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <zlib.h>

/* libgit2's options are variadic, which Swift can't call. */
static inline int galley_git_opts_set_int(int option, int value) {
  return git_libgit2_opts(option, value);
}

static inline int galley_git_opts_set_size(int option, size_t value) {
  return git_libgit2_opts(option, value);
}

static inline int galley_git_opts_set_certificates(const char *file, const char *folder) {
  return git_libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS, file, folder);
}

/* The extensions of a repository's format that may be there besides libgit2's own. */
static inline int galley_git_opts_set_extensions(const char *a, const char *b, const char *c) {
  const char *names[] = {a, b, c};
  return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, (size_t)3);
}

static inline int galley_git_opts_set_system_folder(const char *path) {
  return git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, GIT_CONFIG_LEVEL_SYSTEM, path);
}

/* sync_file_range(2) of a whole file, which glibc declares for _GNU_SOURCE only: begins to write its pages, or
   waits for them too. */
static inline int galley_write_pages(int file, int waits) {
#ifdef SYS_sync_file_range
  return (int)syscall(SYS_sync_file_range, file, 0L, 0L, waits ? 7u : 2u);
#else
  return -1;
#endif
}
