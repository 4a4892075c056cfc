import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { UiRoot } from '@/ui/UiRoot';
import { queries } from './queries';
import { router } from './router';

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <UiRoot>
        <RouterProvider router={router} />
      </UiRoot>
    </QueryClientProvider>
  );
}
