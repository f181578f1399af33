// A fast HTTP server: one thread, epoll, an answer of 64 bytes. The client closes first, as it does towards the program's own backend, so
// that TIME_WAIT is the client's; with HTTP/1.0 the server does, as ab waits for it.
#include "common.h"

#define EVENTS 256
#define BODY "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

static const char keep[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 64\r\n\r\n" BODY;
static const char last[] = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\nContent-Length: 64\r\n\r\n" BODY;

int main(int count, char **arguments) {
  usage(count != 3, "server ADDRESS PORT");
  struct sockaddr_in address = place(arguments[1], arguments[2]);
  int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), poll = epoll_create1(EPOLL_CLOEXEC);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096)) die("listen");
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, events[EVENTS];
  epoll_ctl(poll, EPOLL_CTL_ADD, listener, &event);
  event.data.fd = STDIN_FILENO;
  epoll_ctl(poll, EPOLL_CTL_ADD, STDIN_FILENO, &event);
  puts("ready");
  fflush(stdout);
  for (;;) {
    int ready = epoll_wait(poll, events, EVENTS, -1);
    for (int i = 0; i < ready; i++) {
      int fd = events[i].data.fd;
      if (fd == STDIN_FILENO) return 0;
      if (fd == listener) {
        while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
          setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
          event = (struct epoll_event){.events = EPOLLIN, .data.fd = fd};
          epoll_ctl(poll, EPOLL_CTL_ADD, fd, &event);
        }
        continue;
      }
      char request[2048];
      ssize_t length = recv(fd, request, sizeof request - 1, 0);
      if (length <= 0) {
        if (length == 0 || errno != EAGAIN) close(fd);
        continue;
      }
      request[length] = 0;
      int old = strstr(request, " HTTP/1.0\r\n") != NULL, ends = old || strcasestr(request, "\nConnection: close") != NULL;
      if (send(fd, ends ? last : keep, (ends ? sizeof last : sizeof keep) - 1, MSG_NOSIGNAL) < 0 || old) close(fd);
    }
  }
}
