"""Plain HTTP beside Streamlit: guards, sign-in, health, and pages that work without script."""
