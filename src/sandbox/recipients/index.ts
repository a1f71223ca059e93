export { recipientRoutes } from './routes';
