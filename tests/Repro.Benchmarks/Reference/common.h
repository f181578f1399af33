// What the programs of the reference share. Each prints one line of JSON, and ends when its standard input does: none outlives the harness.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define NANOSECONDS 1000000000L

static inline long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * NANOSECONDS + time.tv_nsec;
}

static inline long cpu(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * NANOSECONDS + time.tv_nsec;
}

static inline void die(const char *what) {
  perror(what);
  exit(1);
}

static inline struct sockaddr_in place(const char *address, const char *port) {
  struct sockaddr_in result = {.sin_family = AF_INET, .sin_port = htons(atoi(port))};
  if (inet_pton(AF_INET, address, &result.sin_addr) != 1) {
    fprintf(stderr, "%s is no address\n", address);
    exit(2);
  }
  return result;
}

static inline void usage(int wrong, const char *text) {
  if (wrong) {
    fprintf(stderr, "usage: %s\n", text);
    exit(2);
  }
}
