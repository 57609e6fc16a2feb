// SPDX-License-Identifier: Apache-2.0

/** Beside what another role may do; here and not in Icon, which every page loads. */
export function LockIcon() {
  return (
    <svg className="ic" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M3.5 7.2h9v6.3h-9zM5.3 7.2V5a2.7 2.7 0 0 1 5.4 0v2.2" />
    </svg>
  );
}
