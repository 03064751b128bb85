export { firstView } from '../../../parts/flow/first-view.js';
