export const App = () => <main>Corelane</main>;
