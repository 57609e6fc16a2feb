// SPDX-License-Identifier: Apache-2.0
import { limitWords, resolve, schemaName, typeWords, type ApiDocument, type Schema } from '@/lib/openapi';

/** The schemas that a member leads to: its own, or that of its items. */
function inner(schema: Schema): Schema[] {
  return [schema, schema.items ?? {}, ...(schema.anyOf ?? [])].filter((part) => part.$ref);
}

/** Members of an object, and under it those of the objects inside, each named once. */
export function SchemaTable({ document, schema }: { document: ApiDocument; schema: Schema }) {
  const shown: Schema[] = inner(schema);
  for (let i = 0; i < shown.length; i++) {
    for (const member of Object.values(resolve(document, shown[i]!).properties ?? {}))
      for (const part of inner(member)) if (!shown.some(({ $ref }) => $ref === part.$ref)) shown.push(part);
  }
  return shown.map((reference) => {
    const object = resolve(document, reference);
    const name = schemaName(reference) ?? '';
    const members = Object.entries(object.properties ?? {});
    return (
      <div key={name} className="scroll" tabIndex={0} role="region" aria-label={`Members of ${name}`}>
        <table>
          <caption>
            <b>{name}</b> {object.description}
          </caption>
          <thead>
            <tr>
              <th scope="col">Member</th>
              <th scope="col">Type</th>
              <th scope="col">Meaning</th>
            </tr>
          </thead>
          <tbody>
            {members.map(([member, part]) => (
              <tr key={member}>
                <td className="mono">
                  {member}
                  {object.required?.includes(member) && <span className="must"> required</span>}
                </td>
                <td>{typeWords(part)}</td>
                <td className="words">
                  {part.description} <span className="muted">{limitWords(part)}</span>
                </td>
              </tr>
            ))}
            {members.length === 0 && (
              <tr>
                <td colSpan={3}>Any member; each is text.</td>
              </tr>
            )}
          </tbody>
        </table>
      </div>
    );
  });
}
