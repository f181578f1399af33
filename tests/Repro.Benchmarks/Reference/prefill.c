// Takes local ports one by one, as the program's prefill does: a range of one port for each socket (IP_LOCAL_PORT_RANGE), connect, close.
#include "common.h"

#ifndef IP_LOCAL_PORT_RANGE
#define IP_LOCAL_PORT_RANGE 51
#endif

int main(int count, char **arguments) {
  usage(count != 5, "prefill ADDRESS PORT LOW HIGH");
  struct sockaddr_in target = place(arguments[1], arguments[2]);
  unsigned low = atoi(arguments[3]), high = atoi(arguments[4]);
  long filled = 0, failed = 0, begun = now(), used = cpu();
  for (unsigned port = low; port <= high; port++) {
    uint32_t range = port << 16 | port;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (setsockopt(fd, IPPROTO_IP, IP_LOCAL_PORT_RANGE, &range, sizeof range)) die("IP_LOCAL_PORT_RANGE");
    if (connect(fd, (struct sockaddr *)&target, sizeof target)) failed++;
    else filled++;
    close(fd);
  }
  double seconds = (now() - begun) / 1e9;
  printf("{\"filled\":%ld,\"failed\":%ld,\"seconds\":%.6f,\"microseconds\":%.3f,\"cpu\":%.6f}\n", filled, failed, seconds,
         seconds * 1e6 / (filled > 0 ? filled : 1), (cpu() - used) / 1e9);
  return 0;
}
