import { Chip } from './basics.js';

/** The tags of a thing, side by side. */
export function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <span className="chips">
      {tags.map((tag) => (
        <Chip key={tag} tone="line">
          {tag}
        </Chip>
      ))}
    </span>
  );
}
