// The closed lists of the domain as CHECK constraints, so that a new word needs no migration.

const same = (one, other) => one.length === other.length && one.every((word) => other.includes(word))

/** Constraints that name the words of one column: `{ table, column, name, words }`. */
async function constraintsOf(client) {
  const { rows } = await client.query(`
    SELECT relname AS table, attname AS column, conname AS name, pg_get_constraintdef(c.oid) AS definition
    FROM pg_constraint c JOIN pg_class ON pg_class.oid = conrelid
    JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
    WHERE contype = 'c' AND cardinality(conkey) = 1 AND connamespace = 'public'::regnamespace
      AND pg_get_constraintdef(c.oid) LIKE '%ARRAY[%'`)
  return rows.map(({ definition, ...row }) => ({
    ...row,
    words: [...definition.matchAll(/'([^']+)'/g)].map(([, word]) => word),
  }))
}

/** `taskType` of `version` -> `version_task_type`, as the migrations name them. */
const nameOf = ({ table, column }) => `${table}_${column.replace(/[A-Z]/g, (one) => `_${one.toLowerCase()}`)}`

/**
 * Replaces each constraint whose words are other ones than those of its list, and adds what is missing. Safe to repeat;
 * one transaction. Throws PostgreSQL's 23514 where a row holds a word that its list lost: a migration moves it first.
 */
export async function writeClosedLists(client, lists) {
  const found = await constraintsOf(client)
  const changes = lists.flatMap((list) => {
    const held = found.find(({ table, column }) => table === list.table && column === list.column)
    return held !== undefined && same(held.words, list.words) ? [] : [{ ...list, held: held?.name }]
  })
  if (changes.length === 0) return
  await client.query('BEGIN')
  try {
    for (const { held, ...list } of changes) {
      const table = client.escapeIdentifier(list.table)
      const words = list.words.map((word) => client.escapeLiteral(word)).join(', ')
      if (held !== undefined)
        await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${client.escapeIdentifier(held)}`)
      await client.query(
        `ALTER TABLE ${table} ADD CONSTRAINT ${client.escapeIdentifier(held ?? nameOf(list))}
         CHECK (${client.escapeIdentifier(list.column)} IN (${words}))`,
      )
    }
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw error
  }
}
