// Where the county's server stands.
export const base = "https://shouwang.example.gov.cn";
