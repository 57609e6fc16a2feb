// SPDX-License-Identifier: Apache-2.0
'use client';

import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Dialog } from '@/components/ui/Dialog';
import { fileName, inFrame } from '@/lib/reports';
import type { Report } from '@/types/tasks';

const TEXT_SHOWN = 200_000;

/** A report on the page: HTML in a frame that may do nothing, PDF by the browser's own reader, the rest as text. */
export default function Preview({
  report,
  file,
  onClose,
}: {
  report: Report;
  file: Blob;
  onClose: () => void;
}) {
  const [text, setText] = useState<string | null>(null);
  const isPdf = report.format === 'pdf';
  const [url] = useState(() => (isPdf ? URL.createObjectURL(file) : null));
  useEffect(() => {
    let gone = false;
    if (!isPdf) void file.text().then((content) => !gone && setText(content));
    return () => {
      gone = true;
      if (url) URL.revokeObjectURL(url);
    };
  }, [file, isPdf, url]);
  return (
    <Dialog title={fileName(report)} onClose={onClose} className="broad">
      {isPdf && url && (
        <p>
          <a className="btn" href={url} target="_blank" rel="noreferrer">
            Open the PDF in a tab of its own
          </a>
        </p>
      )}
      {report.format === 'html' && text !== null && (
        <iframe className="preview" title={fileName(report)} sandbox="" srcDoc={inFrame(text)} />
      )}
      {!isPdf && report.format !== 'html' && text !== null && (
        <pre className="preview" tabIndex={0}>
          {text.slice(0, TEXT_SHOWN)}
          {text.length > TEXT_SHOWN && '\n… the file goes on'}
        </pre>
      )}
      <div className="mt-4 flex justify-end">
        <Button onClick={onClose}>Close</Button>
      </div>
    </Dialog>
  );
}
