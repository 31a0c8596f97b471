/** A key for machines out of a name for people: "Cost centre" is `cost_centre`. */
export function keyFrom(label: string): string {
  const plain = label
    .normalize('NFKD')
    .replace(/ß/g, 'ss')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+|_+$/g, '');
  return plain.slice(0, 60);
}
