import { render } from 'preact';
import { App } from './app.tsx';
import { followLinks } from './place.ts';
import '../../server/src/main/resources/web/colours.css';
import './console.css';
import './lists.css';

followLinks();
render(<App />, document.getElementById('console')!);
