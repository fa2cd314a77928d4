// The one way to the server. `wx` is handed in, so that tests can hand in a recorded one.
export class Unreachable extends Error {}
export class SignedOut extends Error {}

// A refusal with its reason in words, and the fields it is about.
export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? "服务器没有说明原因，请稍后重试。");
    this.status = status;
    this.fields = problem?.fields ?? [];
  }
}

export function makeServer(wx, base) {
  const server = { base, token: null };
  server.ask = (method, path, data) => new Promise((resolve, reject) => {
    wx.request({
      url: `${base}/api/v1/${path}`, method, data, timeout: 30_000,
      header: { "content-type": "application/json", ...(server.token ? { Authorization: `Bearer ${server.token}` } : {}) },
      success: ({ statusCode, data: answer }) => {
        if (statusCode === 401) reject(new SignedOut());
        else if (statusCode >= 500) reject(new Unreachable());
        else if (statusCode >= 400) reject(new Refused(statusCode, answer));
        else resolve(answer);
      },
      fail: () => reject(new Unreachable()),
    });
  });
  return server;
}

// Calls a function of `wx` that takes success and fail.
export const ask = (wx, name, options = {}) => new Promise((resolve, reject) => {
  wx[name]({ ...options, success: resolve, fail: (error) => reject(new Error(error?.errMsg ?? name)) });
});
