export function GalleryPage() {
  return <h1>ui</h1>;
}
