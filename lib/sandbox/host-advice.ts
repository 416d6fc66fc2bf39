/** Complaints of bubblewrap and the kernel, and what helps against each. First match wins. */
const ADVICE: readonly [pattern: RegExp, fix: string][] = [
  [
    /setting up uid map|RTM_NEWADDR/i,
    'This kernel restricts user namespaces with AppArmor. Install the profile: ' +
      'apt-get install -y apparmor-profiles && cp /usr/share/apparmor/extra-profiles/bwrap-userns-restrict ' +
      '/etc/apparmor.d/ && apparmor_parser -r /etc/apparmor.d/bwrap-userns-restrict',
  ],
  [
    /No permissions to creat|namespace failed: Operation not permitted/i,
    'The container forbids user namespaces. Start it with a seccomp profile that allows them ' +
      '(docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined ...), or on Debian: ' +
      'sysctl -w kernel.unprivileged_userns_clone=1',
  ],
  [/ENOSPC|max_\*_namespaces|No space left/i, 'sysctl -w user.max_user_namespaces=10000'],
  [
    /mount proc/i,
    'The container masks /proc. Docker: --security-opt systempaths=unconfined; Kubernetes: procMount: Unmasked ' +
      'with hostUsers: false.',
  ],
]

/** The command or setting that most likely helps against a failed start or probe. */
export function hostAdvice(complaint: string): string {
  const found = ADVICE.find(([pattern]) => pattern.test(complaint))
  return (
    found?.[1] ?? 'Run `npm run doctor` for the failed probes; bubblewrap needs unprivileged user namespaces.'
  )
}
