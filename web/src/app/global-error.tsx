// SPDX-License-Identifier: Apache-2.0
'use client';

/** In place of everything when the app itself fails; plain, for its styles may be what is missing. */
export default function GlobalError() {
  return (
    <html lang="en-GB">
      <body>
        <main>
          <title>Page not shown · Waardhaven AutoIndex</title>
          <h1>This page could not be shown</h1>
          <p>The app met an error of its own; nothing was lost on the server.</p>
          <button type="button" onClick={() => window.location.reload()}>
            Load the page again
          </button>
        </main>
      </body>
    </html>
  );
}
