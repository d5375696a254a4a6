// First of all: it decides how schemas are made.
import './app/no-eval.ts';
import '@fontsource-variable/inter';
// In a layer: ours win over them in whatever order the bundler loads the files.
import '@mantine/core/styles.layer.css';
import '@mantine/dates/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
import '@mantine/spotlight/styles.layer.css';
import './ui/theme.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';

createRoot(document.getElementById('root')!).render(<App />);
