// A client of one thread on epoll, a connection for each request, closed by the client first: a closed loop of so many at a time, or an
// open one at a rate. The open one follows the rules of the program's client: 64 requests between looks at answers, and what is more than
// 250 ms late is not sent.
#include "common.h"
#include <sys/syscall.h>

#define EVENTS 256
#define TURN 64
#define CATCH_UP (NANOSECONDS / 4)
#define WARM_UP (NANOSECONDS / 2)

static const char request[] = "GET / HTTP/1.1\r\nHost: reference\r\n\r\n";
static int poll, open_count;
static struct sockaddr_in target;
static long begun, answered, failed, counted;

static void begin(void) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), one = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  if (fd < 0 || (connect(fd, (struct sockaddr *)&target, sizeof target) && errno != EINPROGRESS)) {
    failed++;
    if (fd >= 0) close(fd);
    return;
  }
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.u64 = (uint32_t)fd};
  epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
  open_count++;
}

static void end(int fd, int ok) {
  close(fd);
  open_count--;
  if (!ok) failed++;
  else if (answered++, now() - begun >= WARM_UP) counted++;
}

// Sent once it is writable; the other half of the event's data remembers that.
static void advance(struct epoll_event *event) {
  int fd = (int)(uint32_t)event->data.u64;
  char answer[2048];
  if (event->events & EPOLLERR) {
    end(fd, 0);
  } else if (event->events & (EPOLLIN | EPOLLHUP)) {
    ssize_t length = recv(fd, answer, sizeof answer, 0);
    if (length > 0) end(fd, !memcmp(answer, "HTTP/1.1 200", 12));
    else if (length == 0 || errno != EAGAIN) end(fd, 0);
  } else if (event->events & EPOLLOUT && send(fd, request, sizeof request - 1, MSG_NOSIGNAL) < 0) {
    end(fd, 0);
  }
}

static void look(long until) {
  struct epoll_event events[EVENTS];
  long wait = until - now();
  struct timespec limit = {.tv_sec = wait > 0 ? wait / NANOSECONDS : 0, .tv_nsec = wait > 0 ? wait % NANOSECONDS : 0};
  int ready = syscall(SYS_epoll_pwait2, poll, events, EVENTS, &limit, NULL, 0);
  for (int i = 0; i < ready; i++) advance(&events[i]);
}

int main(int count, char **arguments) {
  usage(count != 6, "client closed|open ADDRESS PORT CONNECTIONS|RATE SECONDS");
  int is_open = !strcmp(arguments[1], "open");
  target = place(arguments[2], arguments[3]);
  long amount = atol(arguments[4]), duration = (long)(atof(arguments[5]) * NANOSECONDS), unsent = 0, number = 0;
  prctl(PR_SET_TIMERSLACK, 1L);
  poll = epoll_create1(EPOLL_CLOEXEC);
  begun = now();
  long finish = begun + duration;
  if (is_open) {
    long gap = NANOSECONDS / amount;
    for (;;) {
      long moment = now(), due = begun + number * gap;
      if (moment >= finish) break;
      for (int sent = 0; due <= moment && sent < TURN; sent++, due = begun + ++number * gap) {
        if (moment - due > CATCH_UP) unsent++;
        else begin();
        moment = now();
      }
      look(due < finish ? due : finish);
    }
  } else {
    while (now() < finish) {
      while (open_count < amount) {
        int before = open_count;
        begin();
        if (open_count == before) break;
      }
      look(finish);
    }
  }
  double seconds = (now() - begun - WARM_UP) / 1e9;
  long in_time = counted;
  for (long patience = now() + NANOSECONDS; open_count > 0 && now() < patience;) look(patience);
  printf("{\"perSecond\":%.1f,\"answered\":%ld,\"failed\":%ld,\"unsent\":%ld,\"open\":%d}\n", in_time / seconds, answered, failed, unsent,
         open_count);
  return 0;
}
