// The kernel's part of counting sockets: sock_diag dumps of all families and states, one a second as the program's sampler has them, whose
// answers are received and not looked at, but for their ends. Says the median, without the first.
#include "common.h"
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>

#define MOST 100

static int ascending(const void *one, const void *other) {
  double difference = *(const double *)one - *(const double *)other;
  return (difference > 0) - (difference < 0);
}

int main(int count, char **arguments) {
  usage(count != 2 || atoi(arguments[1]) < 2 || atoi(arguments[1]) > MOST, "dump TIMES");
  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG), times = atoi(arguments[1]);
  if (fd < 0) die("sock_diag");
  struct {
    struct nlmsghdr header;
    struct inet_diag_req body;
  } ask = {
      .header = {.nlmsg_len = sizeof ask, .nlmsg_type = TCPDIAG_GETSOCK, .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
      .body = {.idiag_states = -1},
  };
  static char buffer[1 << 16];
  double milliseconds[MOST];
  long sockets = 0;
  for (int i = 0; i < times; i++) {
    long begun = now();
    sockets = 0;
    if (send(fd, &ask, sizeof ask, 0) < 0) die("send");
    for (int done = 0; !done;) {
      ssize_t length = recv(fd, buffer, sizeof buffer, 0);
      if (length <= 0) die("recv");
      struct nlmsghdr *message = (struct nlmsghdr *)buffer;
      if (message->nlmsg_type == NLMSG_ERROR) die("answer");
      done = message->nlmsg_type == NLMSG_DONE;
      // All entries of IPv4 are of one length, without attributes that differ.
      if (!done) sockets += length / NLMSG_ALIGN(message->nlmsg_len);
    }
    milliseconds[i] = (now() - begun) / 1e6;
    if (i + 1 < times) sleep(1);
  }
  qsort(milliseconds + 1, times - 1, sizeof *milliseconds, ascending);
  printf("{\"milliseconds\":%.3f,\"sockets\":%ld}\n", milliseconds[times / 2], sockets);
  return 0;
}
