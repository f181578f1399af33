// Reads what the program's sampler reads, as often: sockstat, netstat and snmp ten times a second, a dump of all sockets once a second,
// in one host. Prints the processor time that it took.
#include "common.h"
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>

static long sum;

static void read_file(int fd) {
  static char text[1 << 14];
  ssize_t length = pread(fd, text, sizeof text, 0);
  for (ssize_t i = 0; i < length; i++) sum += text[i] - '0';
}

static void dump(int fd) {
  static char buffer[1 << 16];
  struct {
    struct nlmsghdr header;
    struct inet_diag_req body;
  } ask = {
      .header = {.nlmsg_len = sizeof ask, .nlmsg_type = TCPDIAG_GETSOCK, .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
      .body = {.idiag_states = -1},
  };
  if (send(fd, &ask, sizeof ask, 0) < 0) die("send");
  for (;;) {
    ssize_t length = recv(fd, buffer, sizeof buffer, 0);
    if (length <= 0) die("recv");
    struct nlmsghdr *message = (struct nlmsghdr *)buffer;
    for (; NLMSG_OK(message, length); message = NLMSG_NEXT(message, length)) {
      if (message->nlmsg_type == NLMSG_DONE || message->nlmsg_type == NLMSG_ERROR) return;
      sum += ((struct inet_diag_msg *)NLMSG_DATA(message))->idiag_state;
    }
  }
}

int main(int count, char **arguments) {
  usage(count != 2, "sampling SECONDS");
  int sockstat = open("/proc/net/sockstat", O_RDONLY), netstat = open("/proc/net/netstat", O_RDONLY), snmp = open("/proc/net/snmp", O_RDONLY);
  int diag = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
  if (sockstat < 0 || netstat < 0 || snmp < 0 || diag < 0) die("open");
  long begun = now(), used = cpu(), samples = atol(arguments[1]) * 10;
  for (long i = 0; i < samples; i++) {
    long due = begun + i * (NANOSECONDS / 10);
    struct timespec moment = {due / NANOSECONDS, due % NANOSECONDS};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &moment, NULL);
    read_file(sockstat);
    read_file(netstat);
    read_file(snmp);
    if (i % 10 == 0) dump(diag);
  }
  printf("{\"cpu\":%.6f,\"seconds\":%.3f,\"sum\":%ld}\n", (cpu() - used) / 1e9, (now() - begun) / 1e9, sum);
  return 0;
}
