/** Seals what must not lie readable in the database. `of` names the row that a secret belongs to: it opens nowhere else. */
export interface Secrets {
  seal(secret: string, of: string): Promise<string>
  /** @throws AppError when the key is another one, or the sealed text was changed or moved to another row. */
  open(sealed: string, of: string): Promise<string>
}
