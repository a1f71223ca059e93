type OfAccount = { account_id: number };

/** The tables of migrations/0051-marketing-content.ts. */
export interface MarketingContentTables {
  /** Served to everybody who has its key. */
  marketing_pictures: OfAccount & {
    id: string;
    key: string;
    blob_key: string;
    content_type: string;
    name: string;
    size: number;
    width: number;
    height: number;
    created_by: number;
    created_at: Date;
  };
}
