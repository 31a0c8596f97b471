"""What an organisation can choose from: categories, priorities, custom fields, templates, replies, codes, tags."""
