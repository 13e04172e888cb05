/** Headers of every answer: what a browser is to allow the window, and to forbid to others. */
export function securityHeaders(contentSecurityPolicy: string): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': contentSecurityPolicy,
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy':
      'camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=(), display-capture=()',
  };
}

/** `socket`: origin of the window's WebSocket, where it has one. */
export const builtPolicy = (socket = ''): string =>
  policy({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': "'self' data: blob:",
    'font-src': "'self'",
    'connect-src': `'self' ${socket}`.trim(),
  });

/** Vite's development server adds an inline script and styles to the page, and a WebSocket of its own that says what changed. */
export const developmentPolicy = (socket = ''): string =>
  policy({
    'default-src': "'none'",
    'script-src': "'self' 'unsafe-inline'",
    'style-src': "'self' 'unsafe-inline'",
    'img-src': "'self' data: blob:",
    'font-src': "'self'",
    'connect-src': `'self' ${socket} ws://localhost:* ws://127.0.0.1:*`,
  });

const policy = (sources: Readonly<Record<string, string>>): string =>
  Object.entries({ ...sources, 'base-uri': "'none'", 'form-action': "'none'", 'frame-ancestors': "'none'" })
    .map(([directive, allowed]) => `${directive} ${allowed}`)
    .join('; ');
