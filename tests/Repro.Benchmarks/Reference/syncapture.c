// When SYNs leave: a ring on the interface that they arrive at, filled and stamped by the kernel. Lateness is counted against the grid of the
// rate, whose origin is the earliest that explains all of them: no SYN is early. What is printed is over all SYNs but those of the warm-up.
#include "common.h"
#include <linux/filter.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sys/mman.h>

#define FRAME 128L

static int ascending(const void *one, const void *other) {
  long difference = *(const long *)one - *(const long *)other;
  return difference < 0 ? -1 : difference > 0;
}

int main(int count, char **arguments) {
  usage(count != 4, "syncapture INTERFACE PORT RATE");
  int port = atoi(arguments[2]);
  double rate = atof(arguments[3]);
  int fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, htons(ETH_P_IP));
  if (fd < 0) die("AF_PACKET");
  // TCP, without options of IP, to the port, with SYN and without ACK.
  struct sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x45, 0, 7),
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 9),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, IPPROTO_TCP, 0, 5),
      BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 22),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, port, 0, 3),
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 33),
      BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0x12),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x02, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, 0),
      BPF_STMT(BPF_RET | BPF_K, 64),
  };
  struct sock_fprog filter = {.len = sizeof code / sizeof *code, .filter = code};
  int version = TPACKET_V2;
  struct tpacket_req ring = {.tp_block_size = 1 << 20, .tp_block_nr = 32, .tp_frame_size = FRAME, .tp_frame_nr = (32 << 20) / FRAME};
  setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter);
  if (setsockopt(fd, SOL_PACKET, PACKET_VERSION, &version, sizeof version)) die("PACKET_VERSION");
  if (setsockopt(fd, SOL_PACKET, PACKET_RX_RING, &ring, sizeof ring)) die("PACKET_RX_RING");
  char *frames = mmap(NULL, 32 << 20, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (frames == MAP_FAILED) die("mmap");
  struct sockaddr_ll at = {.sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_IP), .sll_ifindex = if_nametoindex(arguments[1])};
  if (!at.sll_ifindex || bind(fd, (struct sockaddr *)&at, sizeof at)) die(arguments[1]);
  puts("ready");
  fflush(stdout);

  // Until a line comes.
  char line[8];
  if (read(STDIN_FILENO, line, sizeof line) <= 0) return 0;
  long total = 0, begun = 0, *times = malloc(ring.tp_frame_nr * sizeof *times);
  for (; total < ring.tp_frame_nr; total++) {
    struct tpacket2_hdr *head = (struct tpacket2_hdr *)(frames + total * FRAME);
    if (!(head->tp_status & TP_STATUS_USER)) break;
    times[total] = head->tp_sec * NANOSECONDS + head->tp_nsec;
  }
  struct tpacket_stats drops = {0};
  socklen_t size = sizeof drops;
  getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &drops, &size);
  // A first SYN that is far from the others only asks whether anybody listens.
  long first = 0;
  double gap = 1e9 / rate;
  while (first + 1 < total && times[first + 1] - times[first] > 20 * gap + NANOSECONDS / 10) first++;
  begun = first < total ? times[first] : 0;
  long warm = (long)(rate), used = total - first - warm;
  if (used < 100) {
    fprintf(stderr, "%ld SYNs\n", total);
    return 1;
  }
  double origin = 1e300;
  for (long i = first; i < total; i++) {
    double candidate = times[i] - begun - (i - first) * gap;
    if (candidate < origin) origin = candidate;
  }
  long *late = malloc(used * sizeof *late);
  for (long i = 0; i < used; i++) late[i] = (long)(times[first + warm + i] - begun - (warm + i) * gap - origin);
  qsort(late, used, sizeof *late, ascending);
  printf("{\"syns\":%ld,\"dropped\":%u,\"p50\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"most\":%.1f}\n", used, drops.tp_drops, late[used / 2] / 1e3,
         late[used * 99 / 100] / 1e3, late[used * 999 / 1000] / 1e3, late[used - 1] / 1e3);
  return 0;
}
