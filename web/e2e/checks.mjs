// SPDX-License-Identifier: Apache-2.0

/** Counts checks and prints one line for each. */
export function createChecks() {
  let passed = 0;
  let failed = 0;
  return {
    async check(name, body) {
      try {
        await body();
        passed += 1;
        console.log(`ok    ${name}`);
      } catch (error) {
        failed += 1;
        console.log(`FAIL  ${name}: ${String(error.message).replace(/\s+/g, ' ').slice(0, 400)}`);
      }
    },
    finish() {
      console.log(`${passed} passed, ${failed} failed`);
      return failed;
    },
  };
}
