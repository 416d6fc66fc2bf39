/**
 * System calls of x86-64 that a cell may answer with anything but a refusal, as `name number`. What is not here
 * must be refused: a call of a later kernel too, until somebody has read what it does. Extended attributes are answered
 * with "not supported", which libraries expect of a file system; the kernel passes the two of probes by every filter
 * and ends who calls them outside of a probe.
 */
const ALLOWED = `
read 0, write 1, open 2, close 3, stat 4, fstat 5, lstat 6, poll 7, lseek 8, mmap 9, mprotect 10
munmap 11, brk 12, rt_sigaction 13, rt_sigprocmask 14, rt_sigreturn 15, ioctl 16, pread64 17
pwrite64 18, readv 19, writev 20, access 21, pipe 22, select 23, sched_yield 24, mremap 25, msync 26
madvise 28, dup 32, dup2 33, pause 34, nanosleep 35, getitimer 36, alarm 37, setitimer 38, getpid 39
sendfile 40, sendto 44, recvfrom 45, shutdown 48, getsockname 51, getpeername 52, socketpair 53
getsockopt 55, clone 56, fork 57, vfork 58, execve 59, exit 60, wait4 61, kill 62, uname 63
fcntl 72, flock 73, fsync 74, fdatasync 75, truncate 76, ftruncate 77, getdents 78, getcwd 79
chdir 80, fchdir 81, rename 82, mkdir 83, rmdir 84, creat 85, link 86, unlink 87, symlink 88
readlink 89, chmod 90, fchmod 91, chown 92, fchown 93, lchown 94, umask 95, gettimeofday 96
getrlimit 97, getrusage 98, sysinfo 99, times 100, getuid 102, getgid 104, geteuid 107, getegid 108
setpgid 109, getppid 110, getpgrp 111, setsid 112, getgroups 115, getresuid 118, getresgid 120
getpgid 121, getsid 124, capget 125, rt_sigpending 127, rt_sigtimedwait 128, rt_sigsuspend 130
sigaltstack 131, utime 132, mknod 133, statfs 137, fstatfs 138, getpriority 140, setpriority 141
sched_getparam 143, sched_getscheduler 145, sched_get_priority_max 146, sched_get_priority_min 147
prctl 157, arch_prctl 158, setrlimit 160, gettid 186, setxattr 188, lsetxattr 189, fsetxattr 190
getxattr 191, lgetxattr 192, fgetxattr 193, listxattr 194, llistxattr 195, flistxattr 196
removexattr 197, lremovexattr 198, fremovexattr 199, tkill 200, time 201, futex 202
sched_setaffinity 203, sched_getaffinity 204, epoll_create 213, getdents64 217, set_tid_address 218
restart_syscall 219, timer_create 222, timer_settime 223, timer_gettime 224, timer_getoverrun 225
timer_delete 226, clock_gettime 228, clock_getres 229, clock_nanosleep 230, exit_group 231
epoll_wait 232, epoll_ctl 233, tgkill 234, utimes 235, waitid 247, openat 257, mkdirat 258
mknodat 259, fchownat 260, futimesat 261, newfstatat 262, unlinkat 263, renameat 264, linkat 265
symlinkat 266, readlinkat 267, fchmodat 268, faccessat 269, pselect6 270, ppoll 271
set_robust_list 273, utimensat 280, epoll_pwait 281, timerfd_create 283, eventfd 284, fallocate 285
timerfd_settime 286, timerfd_gettime 287, eventfd2 290, epoll_create1 291, dup3 292, pipe2 293
preadv 295, pwritev 296, prlimit64 302, getcpu 309, renameat2 316, getrandom 318, execveat 322
copy_file_range 326, statx 332, rseq 334, uretprobe 335, uprobe 336, close_range 436, faccessat2 439, epoll_pwait2 441
`

export const ALLOWED_CALLS: ReadonlyMap<number, string> = new Map(
  ALLOWED.split(/[,\n]/)
    .map((entry) => entry.trim().split(' '))
    .filter((words) => words.length === 2)
    .map(([name = '', number]) => [Number(number), name]),
)
